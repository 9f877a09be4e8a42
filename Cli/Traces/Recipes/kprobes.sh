# Offsets that belong to a kernel build. They are those of @BUILD@.
# For another build ask its debug information: pahole -C device, pahole -C device_dma_parameters.
mask=@MASK@          # struct device, dma_mask
cmask=@CMASK@         # struct device, coherent_dma_mask
parms=@PARMS@         # struct device, dma_parms; in it min_align_mask is at 4, segment_boundary_mask at 8
# A probe at the first instruction goes through ftrace with interrupts on, and what an interrupt hits meanwhile is lost. Behind the
# call of __fentry__ it is a breakpoint, with interrupts off.
at=@AT@
echo 0 > /proc/sys/debug/kprobes-optimization
echo > kprobe_events

probe() {
    echo "$1" >> kprobe_events || echo "not recorded on this kernel: $1" >&2
}

dev='dev=+0(+0(%di)):string'
