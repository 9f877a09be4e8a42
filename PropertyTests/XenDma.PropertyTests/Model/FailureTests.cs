using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>How a mapping fails: the value, what counts as one, what the log says.</summary>
public class FailureTests
{
    [Theory]
    [InlineData("contract", ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)]
    [InlineData("contract+ErrorValuesDisagree", ulong.MaxValue, 0UL, 0UL)]
    [InlineData("contract+ZeroIsTheError", 0UL, 0UL, 0UL)]
    public void The_value_of_a_full_pool_and_of_a_slot_out_of_reach(string semantics, ulong full, ulong outOfReach, ulong error)
    {
        using XenGuest guest = TestGuest.Boot(semantics, force: true);
        Device far = guest.AddDevice("far", new DeviceTraits()), near = guest.AddDevice("near", new DeviceTraits { DmaMask = TestGuest.PoolBus - 1 });
        Assert.Equal(new DmaAddr(outOfReach), near.MapPage(new Page(new Pfn(0x20)), 0, 0x800, ToDevice));
        far.MapPage(new Page(new Pfn(0x20)), 0, (int)IoTlb.SegmentSize, ToDevice);
        Assert.Equal(new DmaAddr(full), far.MapPage(new Page(new Pfn(0x20)), 0, 0x800, ToDevice));
        Assert.Equal((true, false), (far.MappingError(new DmaAddr(error)), far.MappingError(new DmaAddr(~error))));
    }

    /// <summary>Since 6.3 with the kept bits that lie within the slot.</summary>
    [Theory]
    [InlineData("6.1", 0xFFFUL, 2048)]
    [InlineData("6.14", 0xFFFUL, 2048 + 0x600)]
    [InlineData("6.14", 0x1FFUL, 2048)]
    public void The_size_that_found_no_slots(string release, ulong minAlign, int told)
    {
        using XenGuest guest = TestGuest.Boot(release, force: true);
        guest.AddDevice("first", new DeviceTraits()).MapPage(new Page(new Pfn(0x20)), 0, (int)IoTlb.SegmentSize, ToDevice);
        Device device = guest.AddDevice("nvme", new DeviceTraits { MinAlignMask = minAlign });
        device.MapPage(new Page(new Pfn(0x80)), 0xE00, 0x800, ToDevice);
        Assert.Equal($"nvme: swiotlb buffer is full (sz: {told} bytes), total 128 (slots), used 128 (slots)", guest.Machine.Log.Lines[^1].Message);
    }

    /// <summary>No pool is made, and what would have to bounce fails; until 5.18 Xen's ops made one of a slot and used it.</summary>
    [Theory]
    [InlineData("4.18", Platform.BareMetal, false)]
    [InlineData("6.14", Platform.BareMetal, false)]
    [InlineData("6.14", Platform.XenPv, false)]
    [InlineData("contract+XenOwnsPoolInit", Platform.XenPv, false)]
    [InlineData("4.18", Platform.XenPv, true)]
    public void Noforce(string semantics, Platform platform, bool bounces)
    {
        MachineLayout layout = platform == Platform.XenPv ? TestGuest.Layout() : new MachineLayout { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x200)] };
        using XenGuest guest = XenGuest.Boot(layout, new PoolOptions(0, NoForce: true, Early: true), TestGuest.Release(semantics), platform);
        Assert.Equal(bounces, ((IPoolInspection)guest.Ops).TryGetPoolRange(out _, out _));
        Device device = guest.AddDevice("isa", new DeviceTraits { DmaMask = platform == Platform.XenPv ? 0xFFFFFFUL : 0xFFFF });
        DmaAddr dma = device.MapPage(new Page(new Pfn(0x20)), 0, 0x800, ToDevice);
        Assert.Equal(!bounces, device.MappingError(dma));
        if (!bounces) Assert.Contains("isa: Cannot do DMA to address", guest.Machine.Log.Lines[^1].Message, StringComparison.Ordinal);
    }

    /// <summary>Bits above a page are those of the bus addresses; in the kernel, of the guest's. The pool lies 0x5000 off between the two, the
    /// original 0x2000.</summary>
    [Theory]
    [InlineData("contract", true)]
    [InlineData("contract+MinAlignOnGuestAddress", false)]
    public void Kept_bits_above_a_page(string semantics, bool onBus)
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 0x400, Owned = [new FrameRun(0, 0x8002, 0x205), new FrameRun(0x205, 0x10000, 0x100)] });
        Semantics of = TestGuest.Release(semantics);
        var pool = new SlotPool(machine, of, new PhysAddr(0x205000), 128);
        var ops = new XenSwiotlbOps(machine, new XenPvTranslation(machine, of), pool, new PoolOptions(128, Force: true));
        DmaAddr dma = ops.MapPage(new Device("nvme", new DeviceTraits { MinAlignMask = 0xFFFF }), new Page(new Pfn(3)), 0, 0x800, ToDevice, DmaAttrs.None);
        Assert.True(machine.TryReach(dma, out PhysAddr slot));
        Assert.Equal((onBus, !onBus), ((dma.Value & 0xFFFF) == 0x5000, (slot.Value & 0xFFFF) == 0x3000));
    }
}
