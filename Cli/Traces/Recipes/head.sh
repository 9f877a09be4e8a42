#!/bin/sh
# Records the DMA calls of this kernel as text that 'xendma trace' reads. Run as root; made by 'xendma trace recipe'.
#
#   sh record.sh OUT            records until you press Enter
#   sh record.sh OUT COMMAND    records while COMMAND runs
#
# For a trace that can be replayed from a known state start it before the drivers of interest are loaded. Boot with 'nokaslr':
# the addresses of pages and memory are turned into frame numbers with Linux's default layout.
set -eu
out=${1:?a folder to write to is expected}
shift
mkdir -p "$out"
tracing=/sys/kernel/tracing
[ -d "$tracing/events" ] || mount -t tracefs nodev "$tracing"
cd "$tracing"
out=$(cd "$OLDPWD" && cd "$out" && pwd)
echo 0 > tracing_on
echo nop > current_tracer
echo > trace
echo mono > trace_clock
echo 80000 > buffer_size_kb   # of each CPU; when the buffer runs over, the head of the trace tells, and answers become inconclusive

