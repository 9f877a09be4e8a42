using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Failures;

public sealed class XDMA2001Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        port.Submit(a, 64); // expect: XDMA2001
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA2001
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (flag && dev.MappingError(a))
            return;
        port.Post(a.Value, 64); // expect: XDMA2001
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        port.Submit(a, 64);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        bool failed = dev.MappingError(a);
        if (!failed)
        {
            port.Post(a.Value, 64);
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        }
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2001", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        port.Submit(a, 64);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)));
}
