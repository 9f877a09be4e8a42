using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4001Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                int x = buf[0]; // expect: XDMA4001
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var view = buf.Span;
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                int x = view[4]; // expect: XDMA4001
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                foreach (byte b in buf.Span.Slice(2, 8)) // expect: XDMA4001
                    _ = b;
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 16, DmaDirection.FromDevice);
                int x = buf[3];
                x += buf[40]; // expect: XDMA4001
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                var copy = new byte[8];
                buf.Slice(0, 8).Span.CopyTo(copy); // expect: XDMA4001
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                int x = Sum(buf); // expect: XDMA4001
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }

            private static int Sum(GuestBuffer memory)
            {
                int sum = 0;
                for (int i = 0; i < 8; i++)
                    sum += memory[i];
                return sum;
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf, DmaDirection.FromDevice);
                port.Submit(m.Address, 64);
                m.SyncForCpu();
                int x = buf[0];
                m.SyncForDevice();
                x += buf[1]; // expect: XDMA4001
            }
        """)]
    [InlineData("""
            public void Run()
            {
                list.Add(buf);
                int mapped = dev.MapSg(list, 1, DmaDirection.FromDevice);
                if (mapped == 0)
                    return;
                int x = buf[0]; // expect: XDMA4001
                dev.UnmapSg(list, 1, DmaDirection.FromDevice);
            }
        """)]
    public Task Read_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                int x = buf[0];
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
                int x = buf[0];
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                x += buf[1];
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                int x = buf[100];
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                {
                    _ = buf[0];
                    return;
                }
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using (dev.Map(buf.Slice(0, 64), 64, DmaDirection.FromDevice))
                    _ = buf.Slice(64, 64).Span[3];
            }
        """)]
    public Task Read_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4001", InClass("""
            public int Receive()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return -1;
                port.Submit(a, 64);
                // What came in.
                int kind = buf[0];
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                return kind;
            }

            public int Owned()
            {
                using var mapping = dev.Map(buf2, DmaDirection.Bidirectional);
                port.Submit(mapping.Address, 64);
                if (buf2[3] == 1)
                    return 1;
                return 0;
            }
        """)));
}
