using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4002Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                buf[0] = 1; // expect: XDMA4002
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                buf.Fill(0); // expect: XDMA4002
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                buf.Span.Slice(8).Clear(); // expect: XDMA4002
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(buf.Span, 7); // expect: XDMA4002
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                Stamp(buf); // expect: XDMA4002
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }

            private static void Stamp(GuestBuffer frame) => frame[2] = 0x80;
        """)]
    public Task Write_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                buf[0] = 1;
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                buf[0] = 2;
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                buf[0] = 1;
                dev.SyncSingleForDevice(a, 64, DmaDirection.ToDevice);
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
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
                dev.SyncSingleForDevice(a, 64, DmaDirection.Bidirectional);
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                buf2[0] = 1;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    public Task Write_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4002", InClass("""
            public void Transmit()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                // The frame's kind.
                buf[1] = 0x48;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }

            public void Receive()
            {
                using var mapping = dev.Map(buf2, DmaDirection.FromDevice);
                buf2.Fill(0);
                port.Submit(mapping.Address, 64);
            }
        """)));
}
