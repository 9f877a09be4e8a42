using System;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples;

namespace XenDma.PropertyTests.Implementations;

/// <summary>A machine for tests of <see cref="BitmapSwiotlb"/>: buffers at frame 0 up, free frames for the pool from <see cref="PoolFrame"/> on,
/// beyond 4 GiB on the bus until they are exchanged.</summary>
internal static class BitmapSwiotlbGuest
{
    internal const ulong PoolFrame = 1024;
    internal const ulong FreeFrames = 1024;
    internal const ulong SpareMfn = 0x10000;

    /// <summary>Frames 0-7 consecutive; 8-15 descending; 16-23 beyond 4 GiB; 24 missing; 25-26 another domain's, consecutive with 27's; the rest
    /// consecutive.</summary>
    internal static MachineLayout Layout { get; } = new()
    {
        FrameCount = PoolFrame + FreeFrames,
        Owned =
        [
            new FrameRun(0, 0x800, 8),
            .. Enumerable.Range(0, 8).Select(static i => new FrameRun(8 + (ulong)i, 0x907 - (ulong)i, 1)),
            new FrameRun(16, 0x150000, 8),
            new FrameRun(27, 0xA02, 37),
            new FrameRun(64, 0x160000, 448),
            new FrameRun(PoolFrame, 0x200000, FreeFrames),
        ],
        Foreign = [new FrameRun(25, 0xA00, 2)],
        Free = [new FrameRange(PoolFrame, FreeFrames)],
        Spare = [new FrameRange(SpareMfn, 4096)],
        ExchangeContents = ExchangeContents.Scramble,
    };

    internal static BitmapSwiotlb Boot(
        out Machine machine, ulong slabs = 256, bool force = false, Func<MachineLayout, MachineLayout>? change = null)
    {
        machine = new Machine(change is null ? Layout : change(Layout));
        return new BitmapSwiotlb(machine, new PoolOptions(slabs, force));
    }

    internal static Device Device(ulong mask = uint.MaxValue, ulong boundary = 0, ulong minAlign = 0) =>
        new("nic0", new DeviceTraits { DmaMask = mask, CoherentDmaMask = mask, SegmentBoundaryMask = boundary, MinAlignMask = minAlign });

    internal static DmaAddr Map(
        this BitmapSwiotlb ops, Device device, ulong phys, ulong size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None) =>
        ops.MapPage(device, new Page(new PhysAddr(phys).Pfn), phys & XenPage.OffsetMask, size, direction, attrs);

    internal static byte[] DeviceReads(this Machine machine, Device device, DmaAddr address, ulong size)
    {
        var bytes = new byte[size];
        new BusMaster(machine, device).Read(address, bytes);
        return bytes;
    }

    internal static byte[] CpuReads(this Machine machine, ulong phys, ulong size) =>
        machine.Memory.Cpu(new PhysAddr(phys), (int)size).ToArray();

    internal static void CpuWrites(this Machine machine, ulong phys, ulong size, byte seed) =>
        Pattern(size, seed).CopyTo(machine.Memory.Cpu(new PhysAddr(phys), (int)size));

    internal static byte[] Pattern(ulong size, byte seed) => [.. Enumerable.Range(0, (int)size).Select(i => (byte)(seed + (i * 7)))];

    internal static bool IsInPool(BitmapSwiotlb ops, Machine machine, DmaAddr address, ulong size) =>
        ops.TryGetPoolRange(out PhysAddr start, out PhysAddr end) && machine.TryReach(address, out PhysAddr phys)
        && phys.Value >= start.Value && phys.Value + size <= end.Value;

    /// <summary>Guest frames of the hypervisor and of the allocator, for comparisons over a test.</summary>
    internal static (ulong Free, ulong Spare) Counts(Machine machine) => (machine.Pages.FreeCount, machine.Hypervisor.SpareCount);
}
