using XenDma;
using XenDma.Samples.NetworkRings;
using XenDma.Samples.Simulation;

return SampleProgram.Play(args, static bench =>
{
    Device device = bench.AddDevice("heron0");
    return (device, new NicLifecycle(bench, device));
});
