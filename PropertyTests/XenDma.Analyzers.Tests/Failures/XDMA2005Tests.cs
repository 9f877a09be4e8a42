using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Failures;

public sealed class XDMA2005Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        a!.Fill(0); // expect: XDMA2005
        port.Submit(bus, 256);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus)!;
        a[0] = 1; // expect: XDMA2005
        dev.FreeCoherent(256, a, bus);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        a.Fill(0);
        port.Submit(bus, 256);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        a?.Fill(0);
        if (a is not null)
            dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus) ?? throw new InvalidOperationException();
        a.Fill(0);
        dev.FreeCoherent(256, a, bus);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2005", InMethod("""
        var a = dev.AllocCoherent(256, out var bus);
        a!.Fill(0);
        port.Submit(bus, 256);
        dev.FreeCoherent(256, a, bus);
        """)));
}
