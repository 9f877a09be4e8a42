using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Memory;

public sealed class XDMA6004Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf.Slice(80, 40), 40, DmaDirection.FromDevice); // expect: XDMA6004
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf.Slice(64, 40), DmaDirection.Bidirectional); // expect: XDMA6004
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var half = buf.Slice(2048, 2048);
                using var m = dev.Map(half.Slice(100, 28), 28, DmaDirection.FromDevice); // expect: XDMA6004
            }
        """)]
    public Task Slice_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf.Slice(64, 64), 40, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf, 40, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf.Slice(80, 40), 40, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf.Slice(n, 40), 40, DmaDirection.FromDevice);
            }
        """)]
    public Task Slice_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA6004", InClass("""
            public void Run()
            {
                using var m = dev.Map(buf.Slice(80, 40), 40, DmaDirection.FromDevice);
                port.Submit(m.Address, 40);
            }
        """)));
}
