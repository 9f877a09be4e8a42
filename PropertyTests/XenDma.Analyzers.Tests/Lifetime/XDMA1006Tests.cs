using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1006Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        port.Submit(a, 64); // expect: XDMA1006
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        port.Post(a.Value, 64); // expect: XDMA1006
        """)]
    [InlineData("""
        var m = dev.Map(buf, DmaDirection.ToDevice);
        m.Dispose();
        port.Submit(m.Address, 64); // expect: XDMA1006
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
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        port.Submit(a, 64);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        Console.WriteLine($"done {a}");
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1006", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        port.Submit(a, 64);
        """)));
}
