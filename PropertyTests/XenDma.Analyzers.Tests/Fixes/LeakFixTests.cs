using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>The unmap or the free comes to stand on each path that lacks it, and on no other.</summary>
public sealed class LeakFixTests : RuleTest
{
    [Fact]
    public async Task SeveralExitsAndComments_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public int Run()
            {
                // Told to the card below.
                var a = dev.MapPage(new Page(default), 0, n, DmaDirection.ToDevice); // a page
                if (dev.MappingError(a))
                    return -1;

                // Not ready: nothing to do.
                if (!port.Ready)
                    // Try later.
                    return -2;
                switch (port.Status())
                {
                    case 0:
                        break;
                    case 1:

                        // Busy.
                        return -3;
                    default:
                        throw new InvalidOperationException(); // broken
                }
                dev.UnmapPage(a, n, DmaDirection.ToDevice);
                return 0;
            }
        """)));

    [Fact]
    public async Task TwoMappingsThatLeaveTogether_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(a))
            return;
        var b = dev.MapSingle(buf2, 64, DmaDirection.ToDevice);
        if (dev.MappingError(b))
            return;
        if (flag) return;
        dev.UnmapSingle(b, 64, DmaDirection.ToDevice);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
        """)));

    [Fact]
    public async Task NoUnmapAtAll_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public bool Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return false;
                return Told(a.Value);
            }

            private bool Told(ulong address)
            {
                port.Post(address, 64);
                return port.Ready;
            }
        """)));

    [Fact]
    public async Task UnmapUnderAnIf_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InMethod("""
        var m = dev.Map(buf, DmaDirection.ToDevice);
        port.Submit(m.Address, 64);
        if (port.Ready)
            m.Dispose();
        """)));

    [Fact]
    public async Task ScatterListInALoop_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InMethod("""
        for (int i = 0; i < n; i++)
        {
            int got = dev.MapSg(list, list.Count, DmaDirection.ToDevice);
            if (got == 0)
                break;
            if (!port.Ready)
                continue;
            dev.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        }
        """)));

    [Fact]
    public async Task CoherentMemory_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1007", InMethod("""
        if (dev.AllocCoherent(256, out var bus) is not { } ring)
            return;
        ring.Fill(0);
        if (n > 4096)
            throw new ArgumentException("n");
        dev.FreeCoherent(256, ring, bus);
        """)));

    [Fact]
    public async Task OtherLibrary_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", """
        using XenDma;

        public sealed class Card
        {
            [DmaContract(DmaRole.Map)] public long Pin(GuestBuffer memory, [DmaPart(DmaPart.Size)] int bytes, DmaDirection way) => 0;
            [DmaContract(DmaRole.Unmap)] public void Unpin([DmaPart(DmaPart.Size)] int bytes, [DmaPart(DmaPart.Address)] long address, DmaDirection way) { }
            [DmaContract(DmaRole.MappingError)] public bool Refused([DmaPart(DmaPart.Address)] long address) => false;
        }

        public sealed class Driver(Card card)
        {
            public void Run(GuestBuffer memory, bool quick)
            {
                long pinned = card.Pin(memory, memory.Length, DmaDirection.FromDevice);
                if (card.Refused(pinned))
                    return;
                if (quick)
                    return;
                card.Unpin(memory.Length, pinned, DmaDirection.FromDevice);
            }
        }
        """));

    [Fact]
    public async Task FieldThatNobodyReleases_HasNoFix()
    {
        string source = InClass("""
                private DmaAddr _kept;

                public void Run()
                {
                    _kept = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                    if (dev.MappingError(_kept))
                        _kept = default;
                }
            """);
        Assert.Equal(["XDMA1004"], System.Linq.Enumerable.Select(await AnalyzerRunner.RunAsync(source), d => d.Id));
        Assert.Empty(await FixRunner.TitlesAsync(source, "XDMA1004"));
    }

    [Fact]
    public async Task WindowsLines_StayWindowsLines()
    {
        string source = InMethod("""
            var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            port.Post(a.Value, 64);
            if (!port.Ready)
                return;
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            """).Replace("\n", "\r\n", System.StringComparison.Ordinal);
        string result = await FixRunner.FixAllAsync(source, "XDMA2001");
        result = await FixRunner.FixAllAsync(result, "XDMA1004");

        Assert.Equal(result.Split('\n').Length, result.Split("\r\n").Length);
        Assert.Empty(await AnalyzerRunner.RunAsync(result));
    }
}
