using System;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

/// <summary>Defects that a scenario cannot tell of: limits, log lines, calls beside the ops. Each test is named by its defect.</summary>
public sealed partial class DirectDefectTests
{
    private static readonly PoolOptions Early = new(128, Early: true);
    private static readonly PoolOptions Forced = new(128, Force: true, Early: true);

    [Fact]
    public void HandleNotSetByStub()
    {
        Assert.Null(Handle(Defect.Find(nameof(HandleNotSetByStub))!.Without));
        Assert.Equal(0x240000UL, Handle(Wrong(nameof(HandleNotSetByStub))));

        static ulong? Handle(Semantics semantics)
        {
            using var machine = new Machine(new MachineLayout { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x80)] });
            var translation = new AutoTranslatedTranslation(machine, semantics);
            Assert.Equal(0, XenSwiotlbOps.Init(machine, translation, Early with { NoForce = true }, out XenSwiotlbOps? ops));
            machine.Pages.Allocate(6);
            return ops!.Alloc(new Device("nic", new DeviceTraits { CoherentDmaMask = 0xFFFFF }), 0x1000, out DmaAddr handle, DmaAttrs.None) is null ? null : handle.Value;
        }
    }

    [Fact]
    public void MapSgHidesReason()
    {
        Assert.Equal(-5, Returned(Semantics.Contract));
        Assert.Equal(0, Returned(Wrong(nameof(MapSgHidesReason))));

        static int Returned(Semantics semantics)
        {
            using XenGuest guest = Boot(semantics, Forced);
            Device device = guest.AddDevice("nic", new DeviceTraits());
            return guest.Ops.MapSg(device, ListOf(guest, 0x41000), 1, ToDevice, DmaAttrs.None);
        }
    }

    [Fact]
    public void MapSgFullAlwaysWarns()
    {
        Assert.Equal(0, Logged(Semantics.Contract));
        Assert.Equal(1, Logged(Wrong(nameof(MapSgFullAlwaysWarns))));

        static long Logged(Semantics semantics)
        {
            using XenGuest guest = Boot(semantics, Forced);
            long before = guest.Machine.Log.Count;
            guest.Ops.MapSg(guest.AddDevice("nic", new DeviceTraits()), ListOf(guest, 0x41000), 1, ToDevice, DmaAttrs.NoWarn);
            return guest.Machine.Log.Count - before;
        }
    }

    [Fact]
    public void NoMaxMappingSize()
    {
        Assert.Equal(IoTlb.SegmentSize, Largest(Semantics.Contract, 0));
        Assert.Equal(ulong.MaxValue, Largest(Wrong(nameof(NoMaxMappingSize)), 0));
    }

    [Fact]
    public void MaxMappingIgnoresMinAlign()
    {
        Assert.Equal(IoTlb.SegmentSize - 0x1000, Largest(Semantics.Contract, 0xFFF));
        Assert.Equal(IoTlb.SegmentSize, Largest(Wrong(nameof(MaxMappingIgnoresMinAlign)), 0xFFF));
    }

    [Fact]
    public void NoMapResource()
    {
        Assert.Equal(new DmaAddr(0xFE000000), Mapped(Semantics.Contract));
        Assert.Equal(DmaAddr.MappingError, Mapped(Wrong(nameof(NoMapResource))));

        static DmaAddr Mapped(Semantics semantics)
        {
            using XenGuest guest = Boot(semantics, Early);
            return guest.AddDevice("nic", new DeviceTraits()).MapResource(new PhysAddr(0xFE000000), 0x1000, ToDevice);
        }
    }

    [Fact]
    public void BoundaryTestOnGuestAddress()
    {
        // Guest slot 0 lies 0x5000 behind a boundary of 64 KiB, its machine frame on one.
        Assert.False(Crosses(Semantics.Contract));
        Assert.True(Crosses(Wrong(nameof(BoundaryTestOnGuestAddress))));

        static bool Crosses(Semantics semantics)
        {
            using var machine = new Machine(new MachineLayout { FrameCount = 0x400, Owned = [new FrameRun(0, 0x8000, 0x205), new FrameRun(0x205, 0x10000, 0x100)] });
            XenSwiotlbOps ops = Over(machine, semantics, 0x205000);
            var device = new Device("disk", new DeviceTraits { SegmentBoundaryMask = 0xFFFF });
            bool crosses = false;
            for (int i = 0; i < 6; i++)
            {
                ulong bus = ops.MapPage(device, new Page(new Pfn(0)), 0, 0x3000, ToDevice, DmaAttrs.None).Value;
                crosses |= bus >> 16 != (bus + 0x2FFF) >> 16;
            }

            return crosses;
        }
    }

    [Fact]
    public void ReusedPoolHasNoBusBase()
    {
        Assert.False(Crosses(Semantics.Contract));
        Assert.True(Crosses(Wrong(nameof(ReusedPoolHasNoBusBase))));

        static bool Crosses(Semantics semantics)
        {
            using var machine = new Machine(new MachineLayout { FrameCount = 0x400 });
            var translation = new ArmDom0Translation(machine, semantics);
            var pool = new SlotPool(machine, semantics, new PhysAddr(0x208000), 128);
            var ops = new XenSwiotlbOps(machine, translation, pool, Forced);
            var device = new Device("disk", new DeviceTraits { SegmentBoundaryMask = 0xFFFF });
            ulong bus = ops.MapPage(device, new Page(new Pfn(0)), 0, 0x9000, ToDevice, DmaAttrs.None).Value;
            return bus >> 16 != (bus + 0x8FFF) >> 16;
        }
    }

    [Fact]
    public void UselessRetries()
    {
        Semantics wrong = Wrong(nameof(UselessRetries));
        Assert.True(Rounds(wrong) > Rounds(wrong with { UselessRetries = false }));

        static long Rounds(Semantics semantics)
        {
            using var machine = new Machine(PoolInitRun.Layout(0x100));
            Assert.Equal(-12, XenSwiotlbOps.Init(machine, new XenPvTranslation(machine, semantics), new PoolOptions(4096), out _));
            return machine.Log.Lines.Count(static line => line.Message.Contains("Lowering", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void SlotIndexTruncated()
    {
        Assert.Equal(1UL << 32, LastAddress(Semantics.Contract));
        Assert.Equal(0UL, LastAddress(Wrong(nameof(SlotIndexTruncated))));

        static ulong LastAddress(Semantics semantics)
        {
            const ulong Slots = (1UL << 21) + IoTlb.SegmentSlots;
            using var machine = new Machine(new MachineLayout { FrameCount = 16 });
            var pool = new SlotPool(machine, semantics, default, Slots);
            PhysAddr slot = default;
            for (ulong i = 0; i < Slots; i += IoTlb.SegmentSlots)
                Assert.True(pool.TryTake(new SlotRequest(0x1000, IoTlb.SegmentSize, 0, 0, 0), out slot));
            return slot.Value;
        }
    }

    [Fact]
    public void DefaultBoundary4G()
    {
        Assert.Equal(0UL, FirstSlot(Semantics.Contract));
        Assert.NotEqual(0UL, FirstSlot(Wrong(nameof(DefaultBoundary4G))));

        // The line of 4 GiB lies a page behind the pool's start.
        static ulong FirstSlot(Semantics semantics)
        {
            using var machine = new Machine(new MachineLayout { FrameCount = 16 });
            var pool = new SlotPool(machine, semantics, default, 128);
            Assert.True(pool.TryTake(new SlotRequest(0x1000, 0x4000, 0, 0, (1UL << 32) - 0x1000), out PhysAddr slot));
            return slot.Value;
        }
    }

    [Fact]
    public void ReleaseUsesCurrentMinAlign()
    {
        Assert.Equal(0UL, LeftInUse(Semantics.Contract));
        Assert.NotEqual(0UL, LeftInUse(Wrong(nameof(ReleaseUsesCurrentMinAlign))));

        static ulong LeftInUse(Semantics semantics)
        {
            using XenGuest guest = Boot(semantics, Forced);
            Device device = guest.AddDevice("nvme", new DeviceTraits { MinAlignMask = 0xFFF });
            GuestBuffer buffer = TestGuest.BufferAt(guest, 0x41600, 0x400);
            DmaAddr dma = device.MapSingle(buffer, 0x400, ToDevice);
            device.SetMinAlignMask(0);
            DmaAddr second = device.MapSingle(buffer, 0x400, ToDevice);
            device.SetMinAlignMask(0xFFF);
            device.UnmapSingle(second, 0x400, ToDevice);
            device.SetMinAlignMask(0);
            device.UnmapSingle(dma, 0x400, ToDevice);
            return guest.SlotsInUse;
        }
    }

    [Fact]
    public void SharedOverflowBuffer()
    {
        Assert.Equal((DmaAddr.MappingError, DmaAddr.MappingError), Failures(Semantics.Contract));
        (DmaAddr first, DmaAddr second) = Failures(Wrong(nameof(SharedOverflowBuffer)));
        Assert.Equal(first, second);
        Assert.NotEqual(DmaAddr.MappingError, first);

        static (DmaAddr First, DmaAddr Second) Failures(Semantics semantics)
        {
            using XenGuest guest = Boot(semantics, Forced, Platform.BareMetal);
            Device device = guest.AddDevice("nic", new DeviceTraits());
            device.MapSingle(TestGuest.BufferAt(guest, 0x41000, (int)IoTlb.SegmentSize), (int)IoTlb.SegmentSize, ToDevice);
            DmaAddr first = device.MapSingle(TestGuest.BufferAt(guest, 0x41000, 0x800), 0x800, ToDevice);
            Assert.True(device.MappingError(first));
            return (first, device.MapSingle(TestGuest.BufferAt(guest, 0x51000, 0x800), 0x800, ToDevice));
        }
    }

    [Fact]
    public void DirectMapSgNoUndo()
    {
        Assert.Equal(0, LengthOfFirst(Semantics.Contract));
        Assert.Equal(0x800, LengthOfFirst(Wrong(nameof(DirectMapSgNoUndo))));

        static int LengthOfFirst(Semantics semantics)
        {
            using XenGuest guest = Boot(semantics, Early with { NoForce = true }, Platform.BareMetal);
            ScatterList list = new(2);
            list.Add(TestGuest.BufferAt(guest, 0x41000, 0x800));
            list.Add(TestGuest.BufferAt(guest, 0x201000, 0x800));
            Assert.Equal(0, guest.AddDevice("isa", new DeviceTraits { DmaMask = 0xFFFFF }).MapSg(list, 2, ToDevice));
            return list.DmaLengthAt(0);
        }
    }

    private static Semantics Wrong(string name) => Defect.Find(name)!.Alone;

    private static XenGuest Boot(Semantics semantics, PoolOptions pool, Platform platform = Platform.XenPv) => XenGuest.Boot(
        platform == Platform.XenPv ? TestGuest.Layout() : new MachineLayout { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x200)] }, pool, semantics, platform);

    private static ulong Largest(Semantics semantics, ulong minAlign)
    {
        using XenGuest guest = Boot(semantics, Early);
        return guest.AddDevice("nic", new DeviceTraits { MinAlignMask = minAlign }).MaxMappingSize();
    }

    /// <summary>A list of one entry that no pool has room for.</summary>
    private static ScatterList ListOf(XenGuest guest, ulong address)
    {
        ScatterList list = new(1);
        list.Add(TestGuest.BufferAt(guest, address, (int)IoTlb.SegmentSize + 1));
        return list;
    }

    private static XenSwiotlbOps Over(Machine machine, Semantics semantics, ulong poolStart) =>
        new(machine, new XenPvTranslation(machine, semantics), new SlotPool(machine, semantics, new PhysAddr(poolStart), 128), Forced);
}
