using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Failures;

public sealed class XDMA2002Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (a.Value == 0) // expect: XDMA2002
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (a != default) // expect: XDMA2002
        {
            port.Post(a.Value, 64);
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        }
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (a.Value is ulong.MaxValue) // expect: XDMA2002
            return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
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
        DmaAddr a = default;
        if (flag)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return;
        }
        if (a != default)
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2002", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (a.Value == 0)
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)));
}
