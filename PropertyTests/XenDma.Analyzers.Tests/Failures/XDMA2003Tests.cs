using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Failures;

public sealed class XDMA2003Tests : RuleTest
{
    [Theory]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got < 0) // expect: XDMA2003
            return;
        port.Post(list.DmaAddressAt(0).Value, list.DmaLengthAt(0));
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        dev.MapSg(list, n, DmaDirection.ToDevice); // expect: XDMA2003
        port.Post(0, 0);
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice); // expect: XDMA2003
        for (int i = 0; i < got; i++)
            port.Post(list.DmaAddressAt(i).Value, list.DmaLengthAt(i));
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        port.Post(list.DmaAddressAt(0).Value, list.DmaLengthAt(0));
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got <= 0)
            return;
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        if (dev.MapSg(list, n, DmaDirection.ToDevice) is 0)
            return;
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2003", InMethod("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got < 0)
            return;
        port.Post(list.DmaAddressAt(0).Value, list.DmaLengthAt(0));
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)));
}
