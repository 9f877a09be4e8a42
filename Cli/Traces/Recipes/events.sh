# The kernel's own events, since Linux 6.12: no offsets, any build. They tell neither masks (but of what bounces), nor slots, nor exchanges of
# frames: fewer checks can decide. Lists of more than 128 entries may be truncated.
[ -d events/dma ] || { echo "this kernel has no dma:* events: Linux 6.12 or later is expected" >&2; exit 1; }
echo 1 > events/dma/enable
