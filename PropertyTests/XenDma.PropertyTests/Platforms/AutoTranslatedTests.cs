using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;

namespace XenDma.PropertyTests.Platforms;

/// <summary>HVM and PVH guests: the hardware translates, all readers are the identity, nothing is exchanged.</summary>
public sealed class AutoTranslatedTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(0x3FFUL)]
    [InlineData(0x123456789UL)]
    public void All_readers_are_the_identity(ulong frame)
    {
        using var machine = new Machine(Layout);
        var translation = new AutoTranslatedTranslation(machine);
        Assert.Equal((frame, frame, frame), (translation.PfnToBfn(frame), translation.BfnToPfn(frame), translation.BfnToLocalPfn(frame)));
        Assert.Equal(new DmaAddr((frame << 12) + 5), translation.PhysToBus(new PhysAddr((frame << 12) + 5)));
        Assert.Equal(new PhysAddr((frame << 12) + 5), translation.BusToPhys(new DmaAddr((frame << 12) + 5)));
    }

    [Fact]
    public void No_range_straddles()
    {
        using var machine = new Machine(Layout);
        Assert.False(new AutoTranslatedTranslation(machine).Straddles(new PhysAddr(0x800), 0x10000));
    }

    [Fact]
    public void A_contiguous_region_cannot_be_made()
    {
        using var machine = new Machine(Layout);
        DmaAddr bus = new(7);
        Assert.Equal(-22, new AutoTranslatedTranslation(machine).CreateContiguousRegion(default, 2, 32, ref bus));
        Assert.Equal(new DmaAddr(7), bus);
        Assert.Equal(0UL, machine.P2M.Word(0));
    }

    [Fact]
    public void Xen_s_ops_cannot_make_their_pool_there()
    {
        using var machine = new Machine(Layout);
        Assert.True(XenSwiotlbOps.Init(machine, new AutoTranslatedTranslation(machine), new PoolOptions(1024), out XenSwiotlbOps? ops) < 0);
        Assert.Null(ops);
        Assert.Equal(0x200UL, machine.Pages.FreeCount);
    }

    private static MachineLayout Layout => new() { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x200)] };
}
