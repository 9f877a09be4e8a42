using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1007Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus); // expect: XDMA1007
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2);
        if (b is null)
            return;
        port.Post(bus.Value + bus2.Value, 256);
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(n, out var bus); // expect: XDMA1007
        if (a is null)
            return;
        if (n > 4096)
            throw new ArgumentException("n");
        dev.FreeCoherent(n, a, bus);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2);
        if (b is null)
        {
            dev.FreeCoherent(256, a, bus);
            return;
        }
        port.Post(bus.Value + bus2.Value, 256);
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        if (dev.AllocCoherent(256, out var bus) is not { } a)
            return;
        a.Fill(0);
        dev.FreeCoherent(256, a, bus);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1007", InMethod("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2);
        if (b is null)
            return;
        port.Post(bus.Value + bus2.Value, 256);
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)));
}
