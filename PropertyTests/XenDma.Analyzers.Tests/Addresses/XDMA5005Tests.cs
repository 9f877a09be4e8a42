using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Addresses;

public sealed class XDMA5005Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf, 1 << 20, DmaDirection.ToDevice); // expect: XDMA5005
            }
        """)]
    [InlineData("""
            public void Run()
            {
                const int Size = 300 * 1024;
                var a = dev.MapSingle(buf, Size, DmaDirection.ToDevice); // expect: XDMA5005
                if (dev.MappingError(a))
                    return;
                dev.UnmapSingle(a, Size, DmaDirection.ToDevice);
            }
        """)]
    public Task Map_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf, 256 * 1024, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                using var m = dev.Map(buf, n, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            private bool Fits => dev.MaxMappingSize() >= 1 << 20;

            public void Run()
            {
                if (!Fits)
                    return;
                using var m = dev.Map(buf, 1 << 20, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                if (dev.AllocCoherent(1 << 20, out var handle) is { } memory)
                    dev.FreeCoherent(1 << 20, memory, handle);
            }
        """)]
    public Task Map_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA5005", InClass("""
            public void Load()
            {
                using var mapping = dev.Map(buf, 1 << 20, DmaDirection.ToDevice);
                port.Submit(mapping.Address, 1 << 20);
            }
        """)));
}
