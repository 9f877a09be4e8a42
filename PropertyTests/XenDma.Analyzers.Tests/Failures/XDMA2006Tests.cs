using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Failures;

public sealed class XDMA2006Tests : RuleTest
{
    [Theory]
    [InlineData("""
        dev.SetMaskAndCoherent(uint.MaxValue); // expect: XDMA2006
        port.Post(0, 0);
        """)]
    [InlineData("""
        dev.SetMask(ulong.MaxValue); // expect: XDMA2006
        dev.SetCoherentMask(uint.MaxValue); // expect: XDMA2006
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        if (!dev.SetMaskAndCoherent(uint.MaxValue))
            return;
        port.Post(0, 0);
        """)]
    [InlineData("""
        _ = dev.SetMask(uint.MaxValue);
        """)]
    [InlineData("""
        bool ok = dev.SetMask(ulong.MaxValue) || dev.SetMask(uint.MaxValue);
        if (!ok)
            return;
        port.Post(0, 0);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2006", InMethod("""
        dev.SetMaskAndCoherent(uint.MaxValue);
        port.Post(0, 0);
        """)));
}
