using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1003Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        if (!port.Ready)
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice); // expect: XDMA1003
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        try
        {
            port.Post(a.Value, 64);
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        }
        finally
        {
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice); // expect: XDMA1003
        }
        """)]
    [InlineData("""
        int got = dev.MapSg(list, n, DmaDirection.ToDevice);
        if (got == 0)
            return;
        dev.UnmapSg(list, n, DmaDirection.ToDevice);
        dev.UnmapSg(list, n, DmaDirection.ToDevice); // expect: XDMA1003
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        if (!port.Ready)
        {
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            return;
        }
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        using var m = dev.Map(buf, DmaDirection.ToDevice);
        port.Post(m.Address.Value, 64);
        m.Dispose();
        """)]
    [InlineData("""
        bool done = false;
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        if (port.Ready)
        {
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            done = true;
        }
        if (!done)
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1003", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        if (!port.Ready)
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)));
}
