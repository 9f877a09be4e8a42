using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1005Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 64);
        a = dev.MapSingle(buf2, 64, DmaDirection.FromDevice); // expect: XDMA1005
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        dev.MapSingle(buf, 64, DmaDirection.FromDevice); // expect: XDMA1005
        """)]
    [InlineData("""
        _ = dev.MapSingle(buf, 64, DmaDirection.FromDevice); // expect: XDMA1005
        """)]
    [InlineData("""
        DmaAddr a = default;
        for (int i = 0; i < n; i++)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1005
            if (dev.MappingError(a))
                return;
            port.Post(a.Value, 64);
        }
        if (n > 0)
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        a = dev.MapSingle(buf2, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        var keep = a;
        a = dev.MapSingle(buf2, 64, DmaDirection.FromDevice);
        if (!dev.MappingError(a))
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        dev.UnmapSingle(keep, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        a = default;
        port.Post(a.Value, 0);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1005", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 64);
        a = dev.MapSingle(buf2, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)));
}
