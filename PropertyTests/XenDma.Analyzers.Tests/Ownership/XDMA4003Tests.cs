using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4003Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
                buf[0] = 1;
                port.Submit(a, 64); // expect: XDMA4003
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
                buf[0] = 1;
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional); // expect: XDMA4003
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    [InlineData("""
            private DmaAddr _bus;

            public bool Open()
            {
                var bus = dev.MapSingle(_window, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(bus))
                    return false;
                _bus = bus;
                return true;
            }

            public void Answer(byte code)
            {
                dev.SyncSingleForCpu(_bus, 64, DmaDirection.Bidirectional);
                _window[0] = code;
                port.Submit(_bus, 64); // expect: XDMA4003
            }

            public void Leave(byte code)
            {
                dev.SyncSingleForCpu(_bus, 64, DmaDirection.Bidirectional);
                _window[0] = code; // expect: XDMA4003
            }

            public void Close() => dev.UnmapSingle(_bus, 64, DmaDirection.Bidirectional);

            private readonly GuestBuffer _window = buf;
        """)]
    public Task Write_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
                buf[0] = 1;
                dev.SyncSingleForDevice(a, 64, DmaDirection.Bidirectional);
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
                buf[0] = 1;
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
                int x = buf[0];
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    public Task Write_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4003", InClass("""
            public void Echo()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
                buf[0] = 0xff;
                // Back to the device.
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)));
}
