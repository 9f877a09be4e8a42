using XenDma;
using XenDma.Samples.Simulation;
using XenDma.Samples.XenBlock;

return SampleProgram.Play(args, static bench =>
{
    Device device = bench.AddDevice("kestrel0");
    return (device, new BlockLifecycle(bench, device));
});
