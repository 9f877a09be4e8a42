using XenDma;
using XenDma.Samples.Nvme;
using XenDma.Samples.Simulation;

return SampleProgram.Play(args, static bench =>
{
    Device device = bench.AddDevice("nvme0");
    return (device, new NvmeLifecycle(bench, device));
});
