using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

public sealed class XDMA3001Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 2048, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA3001
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, n, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        int sent = port.Status();
        dev.UnmapSingle(a, sent, DmaDirection.ToDevice); // expect: XDMA3001
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, n, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        dev.UnmapSingle(a, n - 4, DmaDirection.ToDevice); // expect: XDMA3001
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 2048, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        dev.UnmapSingle(a, 2048, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, n * 2, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        int twice = n * 2;
        dev.UnmapSingle(a, twice, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, buf.Length, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        dev.UnmapSingle(a, buf.Length, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        if (n != 64)
            return;
        var a = dev.MapSingle(buf, n, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3001", InMethod("""
        var a = dev.MapSingle(buf, 2048, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        port.Post(a.Value, 1);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)));
}
