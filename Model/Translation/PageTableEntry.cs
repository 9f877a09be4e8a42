using System;

namespace XenDma.Translation;

/// <summary>How a PV guest's page-table entries name frames: the guest writes guest frames, the hardware needs machine frames.</summary>
/// <remarks>pte_pfn_to_mfn and pte_mfn_to_pfn, arch/x86/xen/mmu_pv.c. _PAGE_IOMAP said until 3.18 that a number is a machine frame already;
/// since then device ranges are identity entries of the P2M, and ordinary translation does the right thing.</remarks>
public static class PageTableEntry
{
    /// <summary>The frame that goes into a present entry; all ones: the entry becomes empty.</summary>
    /// <param name="translation">The guest's translation.</param>
    /// <param name="pfn">The guest frame, or with <paramref name="ioMap"/> the machine frame.</param>
    /// <param name="ioMap">_PAGE_IOMAP; without meaning in releases that have no such flag.</param>
    public static ulong Make(BusTranslation translation, ulong pfn, bool ioMap = false)
    {
        ArgumentNullException.ThrowIfNull(translation);
        return ioMap && translation.Semantics.PageTablesHaveIoMapFlag ? pfn : translation.PfnToBfn(pfn);
    }

    /// <summary>The frame that is read from a present entry; all ones: the entry reads as not present.</summary>
    /// <param name="translation">The guest's translation.</param>
    /// <param name="mfn">The machine frame in the entry.</param>
    /// <param name="ioMap">_PAGE_IOMAP; without meaning in releases that have no such flag.</param>
    public static ulong Read(BusTranslation translation, ulong mfn, bool ioMap = false)
    {
        ArgumentNullException.ThrowIfNull(translation);
        return ioMap && translation.Semantics.PageTablesHaveIoMapFlag ? mfn : translation.BfnToPfn(mfn);
    }
}
