using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3006Tests : RuleTest
{
    [Theory]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        for (int i = 0; i < n; i++)
            port.Post(list.DmaAddressAt(i).Value, list.DmaLengthAt(i)); // expect: XDMA3006
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        int got = dev.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (got == 0)
            return;
        int i = 0;
        while (i < list.Count)
        {
            port.Post(list.DmaAddressAt(i).Value, 1); // expect: XDMA3006
            i++;
        }
        dev.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        for (int i = 0; i < got; i++)
            port.Post(list.DmaAddressAt(i).Value, list.DmaLengthAt(i));
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        if (list.Count == 0)
            return;
        int got = dev.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (got == 0)
            return;
        port.Post(list.DmaAddressAt(0).Value, list.DmaLengthAt(0));
        dev.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3006", InMethod("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        for (int i = 0; i < n; i++)
            port.Post(list.DmaAddressAt(i).Value, list.DmaLengthAt(i));
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        """)));
}
