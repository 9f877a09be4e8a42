using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3004Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapPage(new Page(new Pfn(7)), 0, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA3004
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(64, out var bus);
        if (a is null)
            return;
        dev.UnmapSingle(bus, 64, DmaDirection.ToDevice); // expect: XDMA3004
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapPage(new Page(new Pfn(7)), 0, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapPage(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3004", InMethod("""
        var a = dev.MapPage(new Page(new Pfn(7)), 0, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)));
}
