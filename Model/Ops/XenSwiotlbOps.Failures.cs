using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    private const ulong OverflowSize = 32 * 1024;

    /// <summary>The native ops' overflow buffer (io_tlb_overflow_buffer): one for all mappings that fail.</summary>
    private readonly PhysAddr? _overflow;

    /// <summary>What a mapping returns whose slot the device cannot reach.</summary>
    private DmaAddr OutOfReach => _overflow is { } shared ? _translation.PhysToBus(shared)
        : Semantics.ErrorValuesDisagree || Semantics.ZeroIsTheError ? default
        : DmaAddr.MappingError;

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_mapping_error, Linux 4.18. 0 is an address like any other.</remarks>
    public bool MappingError(Device device, DmaAddr address) =>
        _overflow is { } shared ? address == _translation.PhysToBus(shared)
        : Semantics.ErrorValuesDisagree || Semantics.ZeroIsTheError ? address.Value == 0
        : address == DmaAddr.MappingError;

    /// <summary>What a mapping returns that found no slots (swiotlb_full).</summary>
    /// <exception cref="KernelBugException">The native ops panic above the size of their overflow buffer.</exception>
    private DmaAddr PoolFull(Device device, ulong size, DmaDirection direction)
    {
        if (_translation.IsNative && Semantics.PanicOnFull && !_neverBounces && size > OverflowSize)
        {
            throw new KernelBugException(direction switch
            {
                DmaDirection.Bidirectional => "panic: DMA: Random memory could be DMA accessed",
                DmaDirection.FromDevice => "panic: DMA: Random memory could be DMA written",
                _ => "panic: DMA: Random memory could be DMA read",
            });
        }

        if (_overflow is not null && !_neverBounces)
        {
            _machine.Log.Write(KernelLogLevel.Error, (device, size), static facts =>
                $"DMA: Out of SW-IOMMU space for {facts.size} bytes at device {facts.device}");
        }

        return Semantics.ErrorValuesDisagree ? DmaAddr.MappingError : OutOfReach;
    }

    private void RefuseWithoutPool(Device device, PhysAddr phys)
    {
        if (_neverBounces)
        {
            _machine.Log.Write(KernelLogLevel.Error, (device, phys), static facts => $"{facts.device}: Cannot do DMA to address {facts.phys}");
            return;
        }

        const string Text = "Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce buffer";
        if (Semantics.PanicWithoutPool) throw new KernelBugException($"panic: {Text}");
        _machine.Log.Write(KernelLogLevel.Warning, device, static device => $"{device}: {Text}");
    }

    private void WarnPoolFull(Device device, SlotPool pool, in SlotRequest request, DmaAttrs attrs)
    {
        if ((attrs & DmaAttrs.NoWarn) != 0) return;
        if (!Semantics.SearchAsksFreeCount)
        {
            _machine.Log.Write(KernelLogLevel.Warning, (device, request.Size), static facts =>
                $"{facts.device}: swiotlb buffer is full (sz: {facts.Size} bytes)");
            return;
        }

        ulong offset = Semantics.FullWarningCountsOffset ? request.Original & request.MinAlignMask & IoTlb.SlotOffsetMask : 0;
        _machine.Log.Write(KernelLogLevel.Warning, (device, size: request.Size + offset, pool), static facts =>
            $"{facts.device}: swiotlb buffer is full (sz: {facts.size} bytes), total {facts.pool.Slots} (slots), used {facts.pool.SlotsInUse} (slots)");
    }

    private PhysAddr? OverflowBuffer()
    {
        ulong pfn = _machine.Pages.Allocate(BitMath.Order(OverflowSize, XenPage.Shift), _translation.PoolFrames);
        return pfn == XenPage.NoFrame ? null : new Pfn(pfn).Address;
    }
}
