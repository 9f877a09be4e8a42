using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1002Tests : RuleTest
{
    [Theory]
    [InlineData("""
        DmaAddr a = default;
        if (flag)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return;
        }
        port.Post(1, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA1002
        """)]
    [InlineData("""
        dev.UnmapSingle(default, 64, DmaDirection.ToDevice); // expect: XDMA1002
        """)]
    [InlineData("""
        dev.UnmapSingle(new DmaAddr(0), 64, DmaDirection.ToDevice); // expect: XDMA1002
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        DmaAddr a = default;
        if (flag)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return;
        }
        port.Post(1, 64);
        if (flag)
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        DmaAddr? a = null;
        if (flag)
        {
            var m = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (!dev.MappingError(m))
                a = m;
        }
        if (a is { } live)
            dev.UnmapSingle(live, 64, DmaDirection.ToDevice);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1002", InMethod("""
        DmaAddr a = default;
        if (flag)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return;
        }
        port.Post(1, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)));
}
