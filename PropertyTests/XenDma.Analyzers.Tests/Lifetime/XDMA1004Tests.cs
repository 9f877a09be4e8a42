using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1004Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(a))
            return;
        if (!port.Ready)
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(a))
            return;
        if (n < 0)
            throw new ArgumentException("n");
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(a))
            return;
        var b = dev.MapSingle(buf2, 64, DmaDirection.ToDevice);
        if (dev.MappingError(b))
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(b, 64, DmaDirection.ToDevice);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        for (int i = 0; i < n; i++)
        {
            var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(a))
                break;
            if (!port.Ready)
                continue;
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        }
        """)]
    [InlineData("""
        var m = dev.Map(buf, DmaDirection.ToDevice); // expect: XDMA1004
        if (port.Ready)
            m.Dispose();
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        try
        {
            if (!port.Ready)
                return;
            port.Post(a.Value, 64);
        }
        finally
        {
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        }
        """)]
    [InlineData("""
        var mapped = new List<DmaAddr>();
        for (int i = 0; i < n; i++)
        {
            var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                break;
            mapped.Add(a);
        }
        foreach (var a in mapped)
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var queue = new Stack<DmaAddr>();
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (!dev.MappingError(a))
            queue.Push(a);
        while (queue.Count > 0)
            dev.UnmapSingle(queue.Pop(), 64, DmaDirection.ToDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        void Release() => dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        if (!port.Ready)
        {
            Release();
            return;
        }
        Release();
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        if (!port.Ready)
            return;
        port.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)));
}
