using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3005Tests : RuleTest
{
    [Theory]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        dev.UnmapSg(list, got, DmaDirection.ToDevice); // expect: XDMA3005
        """)]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        int count = got;
        dev.SyncSgForDevice(list, count, DmaDirection.ToDevice); // expect: XDMA3005
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        if (got != n)
        {
            dev.UnmapSg(list, n, DmaDirection.ToDevice);
            return;
        }
        dev.UnmapSg(list, got, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3005", InMethod("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        dev.UnmapSg(list, got, DmaDirection.ToDevice);
        """)));
}
