using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3002Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA3002
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional); // expect: XDMA3002
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
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
        var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
        if (dev.MappingError(a))
            return;
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
        """)]
    [InlineData("""
        var way = flag ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        var a = dev.MapSingle(buf, 64, way);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, flag ? DmaDirection.ToDevice : DmaDirection.FromDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3002", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)));
}
