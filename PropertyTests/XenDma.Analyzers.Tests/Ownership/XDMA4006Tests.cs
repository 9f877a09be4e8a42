using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4006Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                using var one = dev.Map(buf, 64, DmaDirection.FromDevice);
                using var two = dev.Map(buf, 64, DmaDirection.FromDevice); // expect: XDMA4006
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var one = dev.Map(buf, 512, DmaDirection.ToDevice);
                using var two = dev.Map(buf.Slice(256, 512), 512, DmaDirection.FromDevice); // expect: XDMA4006
            }
        """)]
    [InlineData("""
            public void Run(Page page)
            {
                var a = dev.MapPage(page, 0, 2048, DmaDirection.Bidirectional);
                if (dev.MappingError(a))
                    return;
                var b = dev.MapPage(page, 1024, 2048, DmaDirection.Bidirectional); // expect: XDMA4006
                if (!dev.MappingError(b))
                    dev.UnmapPage(b, 2048, DmaDirection.Bidirectional);
                dev.UnmapPage(a, 2048, DmaDirection.Bidirectional);
            }
        """)]
    public Task Overlap_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                using var one = dev.Map(buf, DmaDirection.ToDevice);
                using var two = dev.Map(buf, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var one = dev.Map(buf.Slice(0, 512), 512, DmaDirection.FromDevice);
                using var two = dev.Map(buf.Slice(512, 512), 512, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using (dev.Map(buf, DmaDirection.FromDevice))
                    port.Status();
                using var two = dev.Map(buf, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var one = dev.Map(buf, DmaDirection.FromDevice);
                using var two = dev.Map(buf2, DmaDirection.FromDevice);
            }
        """)]
    public Task Overlap_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4006", InClass("""
            public void Dump()
            {
                using var low = dev.Map(buf.Slice(0, 512), 512, DmaDirection.FromDevice);
                using var high = dev.Map(buf.Slice(256, 512), 512, DmaDirection.FromDevice);
                port.Submit(low.Address, 512);
                port.Submit(high.Address, 512);
            }
        """)));
}
