using System;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;
using static XenDma.PropertyTests.Platforms.ArmGuest;

namespace XenDma.PropertyTests.Platforms;

public sealed class ArmTests
{
    [Fact]
    public void Local_memory_has_its_own_number_on_the_bus_and_foreign_memory_its_machine_s()
    {
        using var arm = new ArmGuest();
        Assert.Equal(new DmaAddr(Local + 0x123), arm.Map(Local + 0x123, 0x800, ToDevice));
        Assert.Equal(new DmaAddr(ForeignBus + 0xF80), arm.Map(Foreign + 0xF80, 0x1100, ToDevice));
    }

    [Fact]
    public void A_range_of_local_and_foreign_frames_is_bounced()
    {
        using var arm = new ArmGuest();
        Assert.True(arm.Guest.IsBounced(arm.Map(Foreign - 0x800, 0x1000, ToDevice)));
    }

    [Theory]
    [InlineData(Local)]
    [InlineData(Foreign)]
    public void What_the_cpu_wrote_reaches_the_device_at_map_and_at_sync(ulong address)
    {
        using var arm = new ArmGuest();
        GuestBuffer buffer = arm.Buffer(address, 0x1000);
        buffer.Fill(7);
        DmaAddr dma = arm.Map(address, 0x1000, ToDevice);
        Assert.Equal(7, arm.DeviceReads(dma + 0xFFF));
        buffer.Fill(8);
        Assert.Equal(7, arm.DeviceReads(dma));
        arm.Device.SyncSingleForDevice(dma, 0x100, ToDevice);
        Assert.Equal((8, 8, 7), (arm.DeviceReads(dma), arm.DeviceReads(dma + 0xFF), arm.DeviceReads(dma + 0x100)));
    }

    [Theory]
    [InlineData(Local)]
    [InlineData(Foreign)]
    public void What_the_device_wrote_reaches_the_cpu_at_sync_and_at_unmap(ulong address)
    {
        using var arm = new ArmGuest();
        GuestBuffer buffer = arm.Buffer(address, 0x1000);
        DmaAddr dma = arm.Map(address, 0x1000, FromDevice);
        arm.DeviceWrites(dma, 0x1000, 9);
        Assert.Equal(0, buffer[0]);
        arm.Device.SyncSingleForCpu(dma, 0x40, FromDevice);
        Assert.Equal((9, 0), (buffer[0x3F], buffer[0x40]));
        arm.Device.UnmapSingle(dma, 0x1000, FromDevice);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)9));
    }

    [Theory]
    [InlineData(Local)]
    [InlineData(Foreign)]
    public void Who_skips_the_sync_reads_stale_bytes(ulong address)
    {
        using var arm = new ArmGuest();
        arm.Buffer(address, 0x1000).Fill(7);
        DmaAddr dma = arm.Map(address, 0x1000, Bidirectional, DmaAttrs.SkipCpuSync);
        Assert.Equal(0, arm.DeviceReads(dma));
        arm.DeviceWrites(dma, 0x1000, 9);
        arm.Device.UnmapSingle(dma, 0x1000, Bidirectional, DmaAttrs.SkipCpuSync);
        Assert.Equal(7, arm.Buffer(address, 1)[0]);
    }

    [Fact]
    public void A_bounced_mapping_copies_in_before_it_cleans_and_invalidates_before_it_copies_out()
    {
        using var arm = new ArmGuest(force: true);
        GuestBuffer buffer = arm.Buffer(Local, 0x1000);
        buffer.Fill(7);
        DmaAddr dma = arm.Map(Local, 0x1000, Bidirectional);
        Assert.Equal(7, arm.DeviceReads(dma + 0xFFF));
        buffer.Fill(8);
        arm.Device.SyncSingleForDevice(dma, 0x1000, Bidirectional);
        Assert.Equal(8, arm.DeviceReads(dma + 0xFFF));
        arm.DeviceWrites(dma, 0x1000, 9);
        arm.Device.SyncSingleForCpu(dma, 0x800, Bidirectional);
        Assert.Equal((9, 8), (buffer[0x7FF], buffer[0x800]));
        arm.Device.UnmapSingle(dma, 0x1000, Bidirectional);
        Assert.Equal(9, buffer[0xFFF]);
        Assert.Equal(0UL, arm.Guest.SlotsInUse);
    }

    [Fact]
    public void A_list_is_maintained_entry_by_entry()
    {
        using var arm = new ArmGuest();
        var list = new ScatterList(2);
        list.Add(arm.Buffer(Local, 0x100));
        list.Add(arm.Buffer(Foreign, 0x100));
        list.BufferAt(0).Fill(3);
        list.BufferAt(1).Fill(4);
        Assert.Equal(2, arm.Device.MapSg(list, 2, Bidirectional));
        Assert.Equal((3, 4), (arm.DeviceReads(list.DmaAddressAt(0)), arm.DeviceReads(list.DmaAddressAt(1))));
        arm.DeviceWrites(list.DmaAddressAt(1), 0x100, 5);
        arm.Device.SyncSgForCpu(list, 2, Bidirectional);
        Assert.Equal((3, 5), (list.BufferAt(0)[0], list.BufferAt(1)[0xFF]));
        arm.Device.UnmapSg(list, 2, Bidirectional);
    }

    [Fact]
    public void Foreign_memory_that_nobody_can_flush_is_bounced()
    {
        using var arm = new ArmGuest(hasCacheFlush: false);
        arm.Buffer(Foreign, 0x800).Fill(7);
        DmaAddr dma = arm.Map(Foreign, 0x800, ToDevice);
        Assert.True(arm.Guest.IsBounced(dma));
        Assert.Equal(7, arm.DeviceReads(dma));
        Assert.False(arm.Guest.IsBounced(arm.Map(Local, 0x800, ToDevice)));
    }

    [Fact]
    public void A_device_that_snoops_needs_no_flush()
    {
        using var arm = new ArmGuest(hasCacheFlush: false, coherent: true);
        arm.Buffer(Foreign, 0x800).Fill(7);
        DmaAddr dma = arm.Map(Foreign, 0x800, ToDevice);
        Assert.Equal((new DmaAddr(ForeignBus), (byte)7), (dma, arm.DeviceReads(dma)));
    }

    /// <summary>The pieces of R-ARM-30: the first frame's tail, a whole frame, the third frame's head.</summary>
    [Fact]
    public void The_hypervisor_is_told_frame_by_frame()
    {
        using var arm = new ArmGuest();
        GuestBuffer pages = arm.Buffer(Foreign, 0x3000);
        arm.Map(Foreign, 0x3000, FromDevice);
        arm.DeviceWrites(new DmaAddr(ForeignBus), 0x3000, 9);
        arm.Device.SyncSingleForCpu(new DmaAddr(ForeignBus + 0xF80), 0x1100, FromDevice);
        Assert.Equal((0xF80, 0x207F), (pages.Span.IndexOf((byte)9), pages.Span.LastIndexOf((byte)9)));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.14")]
    public void Every_release_hands_bytes_over(string release)
    {
        using var arm = new ArmGuest(Semantics.Find(release));
        arm.Buffer(Local, 0x800).Fill(7);
        DmaAddr dma = arm.Map(Local, 0x800, Bidirectional);
        Assert.Equal(7, arm.DeviceReads(dma + 1));
        arm.DeviceWrites(dma, 0x800, 9);
        arm.Device.SyncSingleForCpu(dma, 0x800, Bidirectional);
        Assert.Equal(9, arm.Buffer(Local, 1)[0]);
        arm.Buffer(Local, 0x800).Fill(5);
        arm.Device.SyncSingleForDevice(dma, 0x800, Bidirectional);
        Assert.Equal(5, arm.DeviceReads(dma));
    }

    /// <summary>From 4.12 to 5.4 Xen's ops called the device's native ones, which after a second set-up were Xen's own.</summary>
    [Theory]
    [InlineData("4.18", true)]
    [InlineData("6.14", false)]
    public void A_device_that_is_set_up_twice(string release, bool hangs)
    {
        using var arm = new ArmGuest(Semantics.Find(release));
        arm.Guest.Dispatch.SetUp(arm.Device);
        Assert.Equal(hangs, Record.Exception(() => arm.Map(Local, 0x800, ToDevice)) is KernelHangException);
    }

    /// <summary>A mapping from the device is invalidated at 4.18, so that the CPU's earlier bytes never get to memory; later it is cleaned.</summary>
    [Theory]
    [InlineData("4.18", 0)]
    [InlineData("6.14", 7)]
    public void What_a_mapping_from_the_device_leaves_in_memory(string release, int inMemory)
    {
        using var arm = new ArmGuest(Semantics.Find(release));
        arm.Buffer(Local, 0x800).Fill(7);
        Assert.Equal(inMemory, arm.DeviceReads(arm.Map(Local, 0x800, FromDevice)));
    }

    [Fact]
    public void Coherent_memory_is_the_page_allocator_s_and_never_exchanged()
    {
        using var arm = new ArmGuest();
        GuestBuffer? ring = arm.Device.AllocCoherent(0x3000, out DmaAddr handle);
        Assert.NotNull(ring);
        Assert.Equal(ring.Address.Value, handle.Value);
        arm.Device.FreeCoherent(0x3000, ring, handle);
    }

    /// <summary>Creating a region always succeeded on Arm, whatever the device reaches; since 5.17 nothing is created.</summary>
    [Theory]
    [InlineData("4.18", true)]
    [InlineData("6.1", false)]
    [InlineData("contract", false)]
    public void Memory_out_of_the_coherent_mask_s_reach(string release, bool isGiven)
    {
        using var arm = new ArmGuest(Semantics.Find(release));
        Device narrow = arm.Guest.AddDevice("isa", new DeviceTraits { CoherentDmaMask = 0xFFFFF });
        Assert.Equal(isGiven, narrow.AllocCoherent(0x1000, out _) is not null);
    }

    [Fact]
    public void Coherent_memory_needs_no_sync_until_it_is_freed()
    {
        using var arm = new ArmGuest();
        GuestBuffer ring = arm.Device.AllocCoherent(0x1800, out DmaAddr handle)!;
        ring.Fill(7);
        Assert.Equal(7, arm.DeviceReads(handle + 0x17FF));
        arm.DeviceWrites(handle + 0x1000, 1, 9);
        Assert.Equal(9, ring[0x1000]);
        arm.Device.FreeCoherent(0x1800, ring, handle);
        ring.Fill(1);
        Assert.Equal((7, 7), (arm.DeviceReads(handle), arm.DeviceReads(handle + 0x17FF)));
    }

    [Fact]
    public void After_its_tear_down_a_device_maps_nothing()
    {
        using var arm = new ArmGuest();
        arm.Guest.Dispatch.TearDown(arm.Device);
        Assert.True(arm.Device.MappingError(arm.Device.MapSingle(arm.Buffer(Local, 0x800), 0x800, ToDevice)));
        arm.Guest.Dispatch.SetUp(arm.Device);
        Assert.Equal(new DmaAddr(Local), arm.Map(Local, 0x800, ToDevice));
    }

    [Fact]
    public void A_machine_that_is_not_1_to_1_is_refused()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 4, Owned = [new FrameRun(0, 8, 4)] });
        Assert.Contains("1:1", Assert.Throws<ArgumentException>(() => new ArmDom0Translation(machine)).Message, StringComparison.Ordinal);
        using var overlap = new Machine(new MachineLayout { FrameCount = 4, Owned = [new FrameRun(0, 0, 2)], Foreign = [new FrameRun(2, 3, 1)] });
        Assert.Contains("0x3", Assert.Throws<ArgumentException>(() => new ArmDom0Translation(overlap)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grant_is_translated_while_it_is_mapped()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 4, Owned = [new FrameRun(0, 0, 2)] });
        var translation = new ArmDom0Translation(machine);
        Assert.True(translation.TryMapForeign(new Pfn(2), new Mfn(0x77)));
        Assert.Equal((0x77UL, 0UL), (translation.PfnToBfn(2), translation.PfnToBfn(0)));
        Assert.False(translation.IsValid(0x77));
        translation.UnmapForeign(new Pfn(2));
        Assert.Equal((2UL, false), (translation.PfnToBfn(2), machine.P2M.IsForeign(2)));
    }
}
