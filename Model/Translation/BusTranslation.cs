using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>How a platform's guest addresses and bus addresses correspond. One strategy a platform; the pool and the ops stand on it.</summary>
public abstract class BusTranslation(Machine machine)
{
    /// <summary>The machine that is translated for.</summary>
    protected Machine Machine { get; } = machine;

    /// <summary>pfn_to_bfn: the frame that a device puts on the bus for a guest frame, another domain's as well; all ones for none.</summary>
    public abstract ulong PfnToBfn(ulong pfn);

    /// <summary>bfn_to_pfn: the guest frame of a bus frame; all ones for none.</summary>
    public abstract ulong BfnToPfn(ulong bfn);

    /// <summary>bfn_to_local_pfn: the guest frame of a bus frame that belongs to this domain; all ones for any other.</summary>
    public abstract ulong BfnToLocalPfn(ulong bfn);

    /// <summary>Whether a guest frame exists and has memory behind it (pfn_valid).</summary>
    public abstract bool IsValid(ulong pfn);

    /// <summary>Puts machine-contiguous frames behind 2^order guest frames (xen_create_contiguous_region).</summary>
    /// <param name="phys">The guest address of the first frame.</param>
    /// <param name="order">log2 of the number of frames of 4 KiB.</param>
    /// <param name="addressBits">The width of bus address that must reach them.</param>
    /// <param name="bus">On success the bus address of the first frame.</param>
    /// <returns>0 or a negative errno, and the guest is as it was.</returns>
    public abstract int CreateContiguousRegion(PhysAddr phys, int order, int addressBits, ref DmaAddr bus);

    /// <summary>Gives the machine-contiguous frames behind 2^order guest frames back (xen_destroy_contiguous_region).</summary>
    public abstract void DestroyContiguousRegion(PhysAddr phys, int order);

    /// <summary>xen_phys_to_bus. Always in units of 4 KiB; a missing frame gives 0xfffffffffffff000 plus the offset.</summary>
    public DmaAddr PhysToBus(PhysAddr phys) =>
        new(XenPage.ToAddress(PfnToBfn(phys.Value >> XenPage.Shift)) | (phys.Value & XenPage.OffsetMask));

    /// <summary>xen_bus_to_phys.</summary>
    public PhysAddr BusToPhys(DmaAddr bus) =>
        new(XenPage.ToAddress(BfnToPfn(bus.Value >> XenPage.Shift)) | (bus.Value & XenPage.OffsetMask));

    /// <summary>Whether the bytes, consecutive for the guest, are not consecutive on the bus (range_straddles_page_boundary).</summary>
    /// <param name="phys">The guest address of the first byte.</param>
    /// <param name="size">The number of bytes; 0 never straddles.</param>
    /// <param name="countsInSigned32">The number of frames is kept in a signed 32-bit variable, and a range within one page is not looked at.</param>
    public bool Straddles(PhysAddr phys, ulong size, bool countsInSigned32)
    {
        ulong bytes = unchecked((phys.Value & XenPage.OffsetMask) + size);
        ulong frames = unchecked(bytes + XenPage.Size - 1) >> XenPage.Shift;
        if (countsInSigned32 && (bytes <= XenPage.Size || unchecked((int)frames) <= 0)) return false;
        if (frames <= 1) return false;
        ulong pfn = phys.Value >> XenPage.Shift, first = PfnToBfn(pfn);
        for (ulong i = 1; i < (uint)frames; i++)
        {
            if (PfnToBfn(pfn + i) != unchecked(first + i)) return true;
        }

        return false;
    }
}
