using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3007Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice); // expect: XDMA3007
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.NoWarn); // expect: XDMA3007
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.NoWarn);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3007", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)));
}
