using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4005Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync); // expect: XDMA4005
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync); // expect: XDMA4005
                int x = buf[0];
            }
        """)]
    public Task Skip_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForDevice(a, 64, DmaDirection.ToDevice);
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
                int x = buf[0];
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
                buf.Fill(0);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
                int x = buf[0];
            }
        """)]
    public Task Skip_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4005", InClass("""
            public void Send()
            {
                // Synced by hand.
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
            }

            public int Receive()
            {
                var a = dev.MapSingle(buf2, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return -1;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
                return buf2[0];
            }
        """)));
}
