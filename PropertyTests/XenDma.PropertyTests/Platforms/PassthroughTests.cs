using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Platforms;

/// <summary>A PV guest that drives a PCI device passed through to it: I/O memory has its own number on both sides.</summary>
public sealed class PassthroughTests
{
    private const ulong Bar = 0xFE000;

    [Fact]
    public void Every_class_of_frame_translates_as_the_table_says()
    {
        using var machine = new Machine(Layout);
        var translation = new XenPvTranslation(machine);
        Assert.Equal((0x100040UL, 0x40UL, 0x40UL), Of(translation, 0x40));
        Assert.Equal((0x777UL, XenPage.NoFrame, XenPage.NoFrame), Of(translation, 0x11));
        Assert.Equal((Bar, Bar, XenPage.NoFrame), Of(translation, Bar));
        Assert.Equal((0x20UL, 0x20UL, XenPage.NoFrame), Of(translation, 0x20));
        Assert.Equal((XenPage.NoFrame, XenPage.NoFrame), (translation.PfnToBfn(0x12), translation.BfnToPfn(XenPage.NoFrame)));
    }

    [Theory]
    [InlineData(0x40UL, ulong.MaxValue, 0x100040000UL)]
    [InlineData(0x11UL, ulong.MaxValue, 0x777000UL)]
    [InlineData(0x20UL, ulong.MaxValue, 0x20000UL)]
    [InlineData(0x20UL, uint.MaxValue, 0x20000UL)]
    public void What_can_be_reached_is_mapped_directly_and_unmapped_without_a_trace(ulong pfn, ulong mask, ulong bus)
    {
        using XenGuest guest = Boot();
        Device device = guest.AddDevice("vf", new DeviceTraits { DmaMask = mask });
        DmaAddr dma = device.MapPage(new Page(new Pfn(pfn)), 0, 0x1000, Bidirectional);
        Assert.Equal(new DmaAddr(bus), dma);
        device.SyncSingleForCpu(dma, 0x1000, Bidirectional);
        device.UnmapPage(dma, 0x1000, Bidirectional);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void A_foreign_page_out_of_reach_is_bounced_through_this_guest_s_mapping()
    {
        using XenGuest guest = Boot();
        Device device = guest.AddDevice("vf", new DeviceTraits { DmaMask = 0x7FFFFF });
        GuestBuffer page = guest.Machine.Memory.Buffer(new PhysAddr(0x10000), 0x800);
        page.Fill(7);
        DmaAddr dma = device.MapSingle(page, 0x800, FromDevice);
        Assert.True(guest.IsBounced(dma));
        guest.BusOf(device).Write(dma, [9]);
        device.UnmapSingle(dma, 0x800, FromDevice);
        Assert.Equal((9, 7), (page[0], page[1]));
    }

    [Fact]
    public void A_page_table_entry_names_machine_frames_and_reads_back()
    {
        using var machine = new Machine(Layout);
        var translation = new XenPvTranslation(machine);
        Assert.Equal(0x100040UL, PageTableEntry.Make(translation, 0x40));
        Assert.Equal(0x40UL, PageTableEntry.Read(translation, 0x100040));
        Assert.Equal(Bar, PageTableEntry.Read(translation, PageTableEntry.Make(translation, Bar)));
        Assert.Equal(XenPage.NoFrame, PageTableEntry.Make(translation, 0x12));
        Assert.Equal(XenPage.NoFrame, PageTableEntry.Read(translation, PageTableEntry.Make(translation, 0x11)));
    }

    [Fact]
    public void Before_identity_frames_a_flag_kept_the_number_as_it_was()
    {
        using var machine = new Machine(Layout with { Identity = [] });
        var flagged = new XenPvTranslation(machine, Semantics.Linux4_18 with { PageTablesHaveIoMapFlag = true });
        Assert.Equal(Bar, PageTableEntry.Make(flagged, Bar, ioMap: true));
        Assert.Equal(Bar, PageTableEntry.Read(flagged, Bar, ioMap: true));
        Assert.Equal(XenPage.NoFrame, PageTableEntry.Make(flagged, Bar));
        Assert.Equal(XenPage.NoFrame, PageTableEntry.Make(new XenPvTranslation(machine), Bar, ioMap: true));
    }

    [Fact]
    public void Contiguous_regions_are_put_under_a_device_s_reach()
    {
        using XenGuest guest = Boot();
        Device device = guest.AddDevice("vf", new DeviceTraits { CoherentDmaMask = 0xFFFFFFF });
        GuestBuffer? ring = device.AllocCoherent(0x4000, out DmaAddr handle);
        Assert.NotNull(ring);
        Assert.InRange(handle.Value, 0UL, 0xFFFC000UL);
        Assert.Equal(0UL, handle.Value % 0x4000);
        Assert.Equal(handle.Mfn.Value + 3, guest.Machine.P2M.Word(ring.Address.Pfn.Value + 3));
    }

    [Fact]
    public void A_frame_goes_to_the_hypervisor_and_another_comes_back()
    {
        using var machine = new Machine(Layout);
        Assert.Equal(0, machine.Hypervisor.DecreaseReservation(new Pfn(0x40)));
        Assert.Equal(XenPage.NoFrame, machine.P2M.Word(0x40));
        Assert.Equal(Hypervisor.NotOwned, machine.Hypervisor.DecreaseReservation(new Pfn(0x40)));
        Assert.Equal(Hypervisor.NotOwned, machine.Hypervisor.DecreaseReservation(new Pfn(0x11)));
        Assert.Equal(0, machine.Hypervisor.PopulatePhysmap(new Pfn(0x40)));
        Assert.Equal(0x400UL, machine.P2M.Word(0x40));
        Assert.Equal(Hypervisor.NotOwned, machine.Hypervisor.PopulatePhysmap(new Pfn(0x40)));
    }

    [Fact]
    public void There_may_be_no_frame_to_come_back()
    {
        using var machine = new Machine(Layout with { Spare = [] });
        Assert.Equal(Hypervisor.OutOfMemory, machine.Hypervisor.PopulatePhysmap(new Pfn(0x12)));
    }

    [Fact]
    public void A_grant_over_memory_is_warned_of_and_the_memory_is_lost()
    {
        using var machine = new Machine(Layout);
        machine.Grants.Map(new Pfn(0x12), new Mfn(0x888));
        Assert.Empty(machine.Log.Lines);
        Assert.True(machine.P2M.IsForeign(0x12));
        machine.Grants.Map(new Pfn(0x40), new Mfn(0x999));
        Assert.Equal("page must be ballooned: guest frame 0x40", Assert.Single(machine.Log.Lines).Message);
        Assert.Equal(XenPage.NoFrame, machine.P2M.MfnToOwnedPfn(0x100040));
        Assert.Equal(0, machine.Grants.Unmap(new Pfn(0x40)));
        Assert.Equal(GrantTable.NotMapped, machine.Grants.Unmap(new Pfn(0x40)));
        Assert.Equal(GrantTable.NotMapped, machine.Grants.Unmap(new Pfn(0x41)));
    }

    [Theory]
    [InlineData(0x40UL, 1UL, "memory and I/O memory")]
    [InlineData(1UL << 52, 1UL, "52 bits")]
    [InlineData(1UL << 53, 1UL, "52 bits")]
    [InlineData((1UL << 52) - 1, 2UL, "52 bits")]
    public void Contradictory_identity_frames_are_refused(ulong first, ulong count, string words) => Assert.Contains(
        words, Assert.Throws<System.ArgumentException>(() => new Machine(Layout with { Identity = [new FrameRange(first, count)] })).Message, System.StringComparison.Ordinal);

    private static MachineLayout Layout => new()
    {
        FrameCount = 0x400,
        Owned = [new FrameRun(0, 0x100000, 0x10), new FrameRun(0x40, 0x100040, 0x3C0)],
        Foreign = [new FrameRun(0x10, 0xABCDE0, 1), new FrameRun(0x11, 0x777, 1)],
        Identity = [new FrameRange(0x20, 4), new FrameRange(Bar, 0x10)],
        Free = [new FrameRange(0x200, 0x200)],
        Spare = [new FrameRange(0x400, 0x200)],
    };

    private static (ulong Bfn, ulong Pfn, ulong Local) Of(XenPvTranslation translation, ulong pfn)
    {
        ulong bfn = translation.PfnToBfn(pfn);
        return (bfn, translation.BfnToPfn(bfn), translation.BfnToLocalPfn(bfn));
    }

    private static XenGuest Boot() => XenGuest.Boot(Layout, new PoolOptions(128, Early: true), Semantics.Contract);
}
