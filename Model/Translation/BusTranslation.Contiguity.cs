using XenDma.Machines;

namespace XenDma.Translation;

public abstract partial class BusTranslation
{
    /// <summary>Whether the bytes, consecutive for the guest, are not consecutive on the bus (range_straddles_page_boundary).</summary>
    /// <param name="phys">The guest address of the first byte.</param>
    /// <param name="size">The number of bytes; 0 never straddles.</param>
    public bool Straddles(PhysAddr phys, ulong size)
    {
        ulong bytes = unchecked((phys.Value & XenPage.OffsetMask) + size);
        ulong frames = unchecked(bytes + XenPage.Size - 1) >> XenPage.Shift;
        if (Semantics.StraddleCountsInSigned32 && (bytes <= XenPage.Size || unchecked((int)frames) <= 0)) return false;
        if (Semantics.StraddleAlignmentForced && RequiresAlignment(phys, size)) return true;
        if (frames <= 1) return false;
        return Semantics.StraddleByKernelPage ? BreaksBetweenKernelPages(phys, size) : Breaks(phys.Value >> XenPage.Shift, (uint)frames, step: 1);
    }

    /// <summary>Whether the guest address is aligned to its block while the bus address is not (range_requires_alignment).</summary>
    /// <param name="phys">The guest address of the first byte.</param>
    /// <param name="size">The number of bytes.</param>
    public bool RequiresAlignment(PhysAddr phys, ulong size)
    {
        ulong block = Machine.PageSize << BitMath.Order(size, Machine.PageShift);
        ulong bus = XenPage.ToAddress(PfnToBfn(phys.Pfn.Value));
        return phys.Value % block == 0 && bus % block != 0;
    }

    private bool BreaksBetweenKernelPages(PhysAddr phys, ulong size)
    {
        ulong into = phys.Value & (Machine.PageSize - 1), first = (phys.Value - into) >> XenPage.Shift;
        ulong pages = unchecked(into + size + Machine.PageSize - 1) >> Machine.PageShift;
        return Breaks(first, pages, Machine.PageSize >> XenPage.Shift);
    }

    private bool Breaks(ulong pfn, ulong count, ulong step)
    {
        ulong first = PfnToBfn(pfn);
        for (ulong i = 1; i < count; i++)
        {
            if (PfnToBfn(pfn + (i * step)) != unchecked(first + (i * step))) return true;
        }

        return false;
    }
}
