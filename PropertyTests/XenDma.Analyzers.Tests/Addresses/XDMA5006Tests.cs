using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Addresses;

public sealed class XDMA5006Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public IDmaOps? Ops() => dev.DmaOps; // expect: XDMA5006
        """)]
    [InlineData("""
            public void Run()
            {
                if (dev.DmaOps is { } ops) // expect: XDMA5006
                    ops.DmaSupported(dev, 1);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                dev.DmaOps?.DmaSupported(dev, 1); // expect: XDMA5006
            }
        """)]
    public Task Ops_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public bool HasOps => dev.DmaOps is not null;
        """)]
    [InlineData("""
            public bool HasNone() => dev.DmaOps == null;
        """)]
    [InlineData("""
            public bool Supported(IDmaOps ops) => ops.DmaSupported(dev, 1);
        """)]
    public Task Ops_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA5006", InClass("""
            public void Load(Page page)
            {
                var ops = dev.DmaOps;
                if (ops is null)
                    return;
                var a = ops.MapPage(dev, page, 0, 4096, DmaDirection.ToDevice, DmaAttrs.None);
                if (ops.MappingError(dev, a))
                    return;
                port.Post(a.Value, 4096);
                ops.UnmapPage(dev, a, 4096, DmaDirection.ToDevice, DmaAttrs.None);
            }
        """)));
}
