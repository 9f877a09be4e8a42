using System;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Platforms;

public sealed class BareMetalTests
{
    private const ulong Buffer = 0x40000;

    [Fact]
    public void Addresses_are_what_they_are()
    {
        using XenGuest guest = Boot(Semantics.Contract);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.Equal(new DmaAddr(Buffer + 0x10), device.MapPage(new Page(new Pfn(0x40)), 0x10, 0x5000, ToDevice));
        GuestBuffer? ring = device.AllocCoherent(0x3000, out DmaAddr handle);
        Assert.Equal(handle.Value, ring!.Address.Value);
        device.FreeCoherent(0x3000, ring, handle);
    }

    [Fact]
    public void What_the_device_s_bus_subtracts_is_subtracted_and_added_back()
    {
        using XenGuest guest = Boot(Semantics.Contract, force: true);
        Device device = guest.AddDevice("pci", new DeviceTraits { BusOffset = 0x30000 });
        GuestBuffer buffer = guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x800);
        buffer.Fill(7);
        DmaAddr dma = device.MapSingle(buffer, 0x800, Bidirectional);
        Assert.Equal(new DmaAddr(0x200000 - 0x30000), dma);
        guest.BusOf(device).Write(dma, [9]);
        device.SyncSingleForCpu(dma, 1, Bidirectional);
        Assert.Equal((9, 7), (buffer[0], buffer[1]));
        device.UnmapSingle(dma, 0x800, Bidirectional);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", 0xFFFFFFUL, true)]
    [InlineData("4.18", 0x7FFFFFUL, false)]
    [InlineData("6.14", 0xFFFFFFUL, true)]
    [InlineData("6.14", 0x7FFFFFUL, false)]
    [InlineData("contract", 0x23FFFEUL, false)]
    [InlineData("contract", 0x23FFFFUL, true)]
    public void A_mask_is_supported(string release, ulong mask, bool supported)
    {
        using XenGuest guest = Boot(Semantics.Find(release)!);
        Assert.Equal(supported, guest.AddDevice("nic", new DeviceTraits()).SetMask(mask));
    }

    [Theory]
    [InlineData(ToDevice, "read")]
    [InlineData(FromDevice, "written")]
    [InlineData(Bidirectional, "accessed")]
    public void A_full_pool_was_a_panic_that_named_the_direction(DmaDirection direction, string word)
    {
        using XenGuest guest = Full(Semantics.Linux4_18, out Device device);
        GuestBuffer buffer = guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x8001);
        var bug = Assert.Throws<KernelBugException>(() => device.MapSingle(buffer, 0x8001, direction));
        Assert.Equal($"panic: DMA: Random memory could be DMA {word}", bug.Message);
    }

    [Fact]
    public void Up_to_32_KiB_it_was_the_overflow_buffer_and_a_line_in_the_log()
    {
        using XenGuest guest = Full(Semantics.Linux4_18, out Device device);
        DmaAddr dma = device.MapSingle(guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x8000), 0x8000, ToDevice);
        Assert.True(device.MappingError(dma));
        Assert.NotEqual(DmaAddr.MappingError, dma);
        Assert.Equal("DMA: Out of SW-IOMMU space for 32768 bytes at device nic", guest.Machine.Log.Lines[^1].Message);
        device.UnmapSingle(dma, 0x8000, ToDevice);
    }

    [Fact]
    public void Noforce_fails_quietly_where_a_bounce_is_owed()
    {
        using XenGuest guest = XenGuest.Boot(Layout, new PoolOptions(0, NoForce: true, Early: true), Semantics.Linux4_18, Platform.BareMetal);
        Device device = guest.AddDevice("isa", new DeviceTraits { DmaMask = 0xFFFF });
        Assert.True(device.MappingError(device.MapPage(new Page(new Pfn(0x40)), 0, 0x9000, ToDevice)));
        Assert.Equal("isa: Cannot do DMA to address 0x40000", guest.Machine.Log.Lines[^1].Message);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void The_pool_lies_below_4_GiB_or_nowhere()
    {
        var high = new MachineLayout { FrameCount = 0x100400, Owned = [new FrameRun(0x100000, 0x100000, 0x400)], Free = [new FrameRange(0x100000, 0x400)] };
        using XenGuest guest = XenGuest.Boot(high, new PoolOptions(128, Early: true), Semantics.Contract, Platform.BareMetal);
        Assert.False(((IPoolInspection)guest.Ops).TryGetPoolRange(out _, out _));
    }

    [Fact]
    public void A_device_that_does_not_snoop_reads_memory()
    {
        using XenGuest guest = XenGuest.Boot(Layout with { HasNonCoherentDevices = true }, new PoolOptions(128, Early: true), Semantics.Contract, Platform.BareMetal);
        Device device = guest.AddDevice("nic", new DeviceTraits { IsCoherent = false });
        GuestBuffer buffer = guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x800);
        DmaAddr dma = device.MapSingle(buffer, 0x800, ToDevice);
        buffer.Fill(7);
        Span<byte> seen = stackalloc byte[1];
        guest.BusOf(device).Read(dma, seen);
        Assert.Equal(0, seen[0]);
        device.SyncSingleForDevice(dma, 0x800, ToDevice);
        guest.BusOf(device).Read(dma, seen);
        Assert.Equal(7, seen[0]);
    }

    [Fact]
    public void Coherent_memory_of_the_pool_is_given_back_to_it()
    {
        using XenGuest guest = XenGuest.Boot(Layout with { Free = [new FrameRange(0x200, 0x48), new FrameRange(0x300, 1)] }, new PoolOptions(128, Early: true), Semantics.Linux4_18, Platform.BareMetal);
        Device device = guest.AddDevice("nic", new DeviceTraits { CoherentDmaMask = 0x23FFFF });
        GuestBuffer? ring = device.AllocCoherent(0x1800, out DmaAddr handle);
        Assert.NotNull(ring);
        Assert.Equal((4UL, true), (guest.SlotsInUse, guest.IsBounced(handle)));
        device.FreeCoherent(0x1800, ring, handle);
        Assert.True(guest.SlotsInUse <= 1);
        Assert.False(guest.Machine.Pages.IsFree(ring.Address.Pfn.Value));
    }

    /// <summary>For a while what lies at guest address 0 was copied there.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 9)]
    public void Coherent_memory_of_the_pool_is_zero(bool copiesAddress0, byte holds)
    {
        Semantics semantics = copiesAddress0 ? Defect.Find("ZeroOriginalCopied")!.SwitchedOn(Semantics.Linux4_18) : Semantics.Linux4_18;
        using XenGuest guest = Boot(semantics);
        guest.Machine.Memory.Cpu(default, 0x1000).Fill(9);
        guest.Machine.Memory.Cpu(new PhysAddr(0x200000), 0x40000).Fill(7);
        GuestBuffer ring = guest.AddDevice("nic", new DeviceTraits { CoherentDmaMask = 0x23FFFF }).AllocCoherent(0x1000, out _)!;
        Assert.Equal(-1, ring.Span.IndexOfAnyExcept(holds));
        Assert.Equal(7, guest.Machine.Memory.Cpu(ring.Address + 0x1000, 1)[0]);
    }

    [Fact]
    public void A_slot_out_of_reach_is_no_coherent_memory()
    {
        using XenGuest guest = Boot(Semantics.Linux4_18);
        Assert.Null(guest.AddDevice("isa", new DeviceTraits { CoherentDmaMask = 0x1FFFFF }).AllocCoherent(0x1000, out _));
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData(0x240FFFUL, true)]
    [InlineData(0x240FFEUL, false)]
    public void Coherent_memory_lies_where_the_device_s_bus_ends(ulong limit, bool isGiven)
    {
        using XenGuest guest = Boot(Semantics.Contract);
        Assert.Equal(isGiven, guest.AddDevice("pci", new DeviceTraits { ReachLimit = limit }).AllocCoherent(0x1000, out _) is not null);
    }

    [Theory]
    [InlineData(0x7FFFFFFFUL, true)]
    [InlineData(0x80000000UL, false)]
    public void The_largest_coherent_memory_has_2_GiB_less_one_byte(ulong size, bool isGiven)
    {
        var layout = new MachineLayout { FrameCount = 0x80000, Free = [new FrameRange(0, 0x80000)] };
        using XenGuest guest = XenGuest.Boot(layout, new PoolOptions(0, NoForce: true, Early: true), Semantics.Contract, Platform.BareMetal);
        Device device = guest.AddDevice("gpu", new DeviceTraits());
        Assert.Equal(isGiven ? int.MaxValue : null, guest.Ops.Alloc(device, size, out _, DmaAttrs.None)?.Length);
    }

    /// <summary>Since 6.1 an early init halves what it asks for; before, it went on without a pool at once.</summary>
    [Theory]
    [InlineData("4.18", 0UL)]
    [InlineData("6.1", 1024UL)]
    public void Boot_memory_for_half_a_pool(string release, ulong slots)
    {
        using XenGuest guest = XenGuest.Boot(Layout, new PoolOptions(2048, Early: true), Semantics.Find(release), Platform.BareMetal);
        ((IPoolInspection)guest.Ops).TryGetPoolRange(out PhysAddr start, out PhysAddr end);
        Assert.Equal(slots * IoTlb.SlotSize, end.Value - start.Value);
    }

    [Fact]
    public void Without_memory_for_an_overflow_buffer_there_is_the_error_value()
    {
        using XenGuest guest = Full(Semantics.Linux4_18, out Device device, Layout with { Free = [new FrameRange(0x200, 64)] });
        Assert.Equal(DmaAddr.MappingError, device.MapSingle(guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x800), 0x800, ToDevice));
    }

    /// <summary>Where the kernel stops for good, the entries before hold no slots, and nothing was copied over their bytes.</summary>
    [Fact]
    public void A_panic_in_a_list_undoes_the_entries_before()
    {
        using XenGuest guest = Boot(Semantics.Linux4_18 with { MapSgSkipsReachTest = false }, force: true);
        var list = new ScatterList(2);
        list.Add(guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x800));
        list.Add(guest.Machine.Memory.Buffer(new PhysAddr(Buffer + 0x800), (int)IoTlb.SegmentSize));
        list.BufferAt(0).Fill(7);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.Throws<KernelBugException>(() => device.MapSg(list, 2, FromDevice));
        Assert.Equal((0UL, -1), (guest.SlotsInUse, list.BufferAt(0).Span.IndexOfAnyExcept((byte)7)));
    }

    /// <summary>Where bus and guest addresses are the same, nobody sees which of them the pool is given, or whether a device's offset is
    /// neither subtracted nor added.</summary>
    [Theory]
    [InlineData("contract+UnmapPassesBusAddress", 0UL)]
    [InlineData("contract+FlushWithoutBusOffset", 0x30000UL)]
    public void What_is_decided_wrongly_twice_comes_out_right(string semantics, ulong busOffset)
    {
        using XenGuest guest = Boot(Semantics.Find(semantics)!, force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits { BusOffset = busOffset });
        GuestBuffer buffer = guest.Machine.Memory.Buffer(new PhysAddr(Buffer), 0x800);
        DmaAddr dma = device.MapSingle(buffer, 0x800, FromDevice);
        Assert.Equal(new DmaAddr(0x200000), dma);
        guest.Machine.Memory.Cpu(new PhysAddr(0x200000), 1)[0] = 9;
        device.UnmapSingle(dma, 0x800, FromDevice);
        Assert.Equal((0UL, 9), (guest.SlotsInUse, buffer[0]));
    }

    private static MachineLayout Layout => new() { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x200)] };

    private static XenGuest Boot(Semantics semantics, bool force = false, MachineLayout? layout = null) =>
        XenGuest.Boot(layout ?? Layout, new PoolOptions(128, force, Early: true), semantics, Platform.BareMetal);

    private static XenGuest Full(Semantics semantics, out Device device, MachineLayout? layout = null)
    {
        XenGuest guest = Boot(semantics, force: true, layout);
        device = guest.AddDevice("nic", new DeviceTraits());
        device.MapSingle(guest.Machine.Memory.Buffer(new PhysAddr(Buffer), (int)IoTlb.SegmentSize), (int)IoTlb.SegmentSize, ToDevice);
        Assert.Equal(128UL, guest.SlotsInUse);
        Assert.DoesNotContain(guest.Machine.Log.Lines, static line => line.Level == KernelLogLevel.Error);
        return guest;
    }
}
