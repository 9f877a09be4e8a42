using XenDma.Machines;
using XenDma.Translation;

namespace XenDma;

/// <summary>Memory that the CPU's caches hide from a device that does not snoop (xen_dma_map_page and its like). Order, at every release: map
/// after the copy in, unmap and sync for the CPU before the copy out, sync for the device after the copy in.</summary>
public sealed partial class XenSwiotlbOps
{
    /// <summary>The ops that an initial domain's device had before Xen's, which those call for local memory; null = none do.</summary>
    internal OpsDispatch? Dispatch { get; set; }

    /// <summary>Begins a mapping of memory as it lies.</summary>
    /// <returns>What the device is given.</returns>
    private DmaAddr BeginDirect(Device device, PhysAddr phys, DmaAddr bus, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        if (!device.IsCoherent) GiveToDevice(device, phys, bus, size, direction, attrs);
        return ToDma(device, bus);
    }

    /// <summary>Begins a mapping of memory that slots mirror; <paramref name="original"/> is the memory's own bus address.</summary>
    /// <returns>What the device is given.</returns>
    private DmaAddr BeginBounced(Device device, PhysAddr slot, DmaAddr slotBus, DmaAddr original, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        if (!device.IsCoherent && !Semantics.MapSkipsCacheOnBounce)
            GiveToDevice(device, slot, Semantics.BounceKeepsOriginalBus ? original : slotBus, size, direction, attrs);
        return ToDma(device, slotBus);
    }

    private void GiveToDevice(Device device, PhysAddr phys, DmaAddr bus, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        if (NativeFor(device, bus) is { } native) native.MapPage(device, new Page(phys.Pfn), phys.Value & XenPage.OffsetMask, size, direction, attrs);
        else if ((attrs & DmaAttrs.SkipCpuSync) == 0) Maintain(bus, size, CacheTurn.ToDevice, direction);
    }

    private void EndForCpu(Device device, DmaAddr bus, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        if (NativeFor(device, bus) is { } native) native.UnmapPage(device, ToDma(device, bus), size, direction, attrs);
        else if ((attrs & DmaAttrs.SkipCpuSync) == 0) Maintain(bus, size, CacheTurn.ToCpu, direction);
    }

    private void SyncCache(Device device, DmaAddr bus, ulong size, CacheTurn turn, DmaDirection direction)
    {
        if (NativeFor(device, bus) is not { } native) Maintain(bus, size, turn, direction);
        else if (turn == CacheTurn.ToCpu) native.SyncSingleForCpu(device, ToDma(device, bus), size, direction);
        else native.SyncSingleForDevice(device, ToDma(device, bus), size, direction);
    }

    private void Maintain(DmaAddr bus, ulong size, CacheTurn turn, DmaDirection direction) =>
        _translation.MaintainCache(bus, size, turn, GoesToDevice(direction), ComesFromDevice(direction));

    /// <summary>The device's native ops, where Xen's call them: for memory of this domain, and for its effect on the caches alone.</summary>
    /// <exception cref="KernelHangException">The native ops are Xen's own: they would call themselves for ever.</exception>
    private IDmaOps? NativeFor(Device device, DmaAddr bus)
    {
        if (Dispatch is null || !Semantics.XenOpsCallNativeOps || !_translation.IsValid(_translation.BfnToLocalPfn(bus.Mfn.Value))) return null;
        IDmaOps native = Dispatch.NativeOpsOf(device);
        return ReferenceEquals(native, this) ? throw new KernelHangException("Xen's ops are their own native ops, and call themselves for ever") : native;
    }
}
