using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3010Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(n + 32, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        dev.FreeCoherent(n, a, bus); // expect: XDMA3010
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(64, out var bus);
        if (a is null)
            return;
        var b = dev.AllocCoherent(64, out var bus2);
        if (b is null)
        {
            dev.FreeCoherent(64, a, bus);
            return;
        }
        dev.FreeCoherent(64, b, bus); // expect: XDMA3010
        dev.FreeCoherent(64, a, bus2); // expect: XDMA3010
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(n + 32, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        dev.FreeCoherent(n + 32, a, bus);
        """)]
    [InlineData("""
        int size = Math.Max(n, 64);
        var a = dev.AllocCoherent(size, out var bus);
        if (a is null)
            return;
        dev.FreeCoherent(size, a, bus);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3010", InMethod("""
        var a = dev.AllocCoherent(n + 32, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        dev.FreeCoherent(n, a, bus);
        """)));
}
