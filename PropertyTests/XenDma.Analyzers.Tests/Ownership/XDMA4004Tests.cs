using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4004Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForCpu(a, 64, DmaDirection.ToDevice); // expect: XDMA4004
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForDevice(a, 64, DmaDirection.FromDevice); // expect: XDMA4004
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf, DmaDirection.ToDevice);
                m.SyncForCpu(); // expect: XDMA4004
            }
        """)]
    [InlineData("""
            public void Run(DmaAddr a) => dev.SyncSingleForCpu(a, 64, DmaDirection.ToDevice); // expect: XDMA4004
        """)]
    public Task Sync_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
                dev.SyncSingleForDevice(a, 64, DmaDirection.FromDevice);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForDevice(a, 64, DmaDirection.FromDevice);
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var direction = flag ? DmaDirection.ToDevice : DmaDirection.FromDevice;
                var a = dev.MapSingle(buf, 64, direction);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForCpu(a, 64, direction);
                dev.UnmapSingle(a, 64, direction);
            }
        """)]
    public Task Sync_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4004", InClass("""
            public void Play()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                // The comment stays.
                dev.SyncSingleForCpu(a, 64, DmaDirection.ToDevice);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                using var mapping = dev.Map(buf2, DmaDirection.FromDevice);
                mapping.SyncForDevice();
                port.Submit(mapping.Address, 64);
            }
        """)));
}
