using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1008Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        dev.FreeCoherent(256, a, bus);
        port.Post(a[0], 1); // expect: XDMA1008
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        dev.FreeCoherent(256, a, bus);
        dev.FreeCoherent(256, a, bus); // expect: XDMA1008
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        dev.FreeCoherent(256, a, bus);
        port.Submit(bus, 256); // expect: XDMA1008
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        port.Post(a[0], 1);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        try
        {
            a.Fill(1);
        }
        finally
        {
            dev.FreeCoherent(256, a, bus);
        }
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1008", InMethod("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        dev.FreeCoherent(256, a, bus);
        port.Post(a[0], 1);
        """)));
}
