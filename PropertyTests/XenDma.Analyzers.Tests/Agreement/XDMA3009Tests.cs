using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3009Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.None); // expect: XDMA3009
        """)]
    [InlineData("""
        var way = DmaDirection.None;
        var a = dev.MapSingle(buf, 64, way); // expect: XDMA3009
        if (!dev.MappingError(a))
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA3002
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var way = DmaDirection.None;
        if (flag)
            way = DmaDirection.ToDevice;
        if (way == DmaDirection.None)
            return;
        var a = dev.MapSingle(buf, 64, way);
        if (!dev.MappingError(a))
            dev.UnmapSingle(a, 64, way);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3009", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.None);
        """)));
}
