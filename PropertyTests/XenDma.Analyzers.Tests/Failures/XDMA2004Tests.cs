using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Failures;

public sealed class XDMA2004Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
        {
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA2004
            return;
        }
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        bool bad = dev.MappingError(a);
        if (bad)
            port.Post(a.Value, 64); // expect: XDMA2004
        else
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
        {
            dev.UnmapSg(list, n, DmaDirection.ToDevice); // expect: XDMA2004
            return;
        }
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
        {
            Console.WriteLine($"no mapping: {a}");
            return;
        }
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2004", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
        {
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            return;
        }
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)));
}
