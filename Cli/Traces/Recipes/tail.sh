
echo 1 > events/swiotlb/enable
[ ! -d events/xs ] || echo 1 > events/xs/enable
echo 1 > tracing_on
if [ $# -gt 0 ]; then (cd "$OLDPWD" && "$@") || echo "the command failed: what it did is recorded all the same" >&2; else read -r _; fi
echo 0 > tracing_on
cat trace > "$out/trace.txt"
[ ! -f kprobe_profile ] || cat kprobe_profile > "$out/kprobe_profile.txt"   # the events that each probe missed
dmesg > "$out/dmesg.txt"                                                    # the release, and where the pool lies
for counter in io_tlb_nslabs io_tlb_used; do
    [ ! -f /sys/kernel/debug/swiotlb/$counter ] || echo "$counter $(cat /sys/kernel/debug/swiotlb/$counter)"
done > "$out/swiotlb.debug"
echo 0 > events/enable
[ ! -f kprobe_events ] || echo > kprobe_events
echo "recorded: xendma trace check $out"
