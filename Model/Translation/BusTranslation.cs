using System;
using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>How a platform's guest addresses and bus addresses correspond, and what it takes to make memory fit for a device. One strategy a
/// platform; the pool and the ops stand on it.</summary>
/// <param name="machine">The machine that is translated for.</param>
/// <param name="semantics">The release; null = the contract.</param>
public abstract partial class BusTranslation(Machine machine, Semantics? semantics = null)
{
    /// <summary>The release.</summary>
    public Semantics Semantics { get; } = semantics ?? Semantics.Contract;

    /// <summary>Whether there is no hypervisor between guest and bus: the kernel's own ops serve the devices.</summary>
    public virtual bool IsNative => false;

    /// <summary>Whether a pool's frames are exchanged for consecutive ones in reach when it is made.</summary>
    public virtual bool ExchangesPool => !IsNative;

    /// <summary>The guest frames that a pool may lie in.</summary>
    public virtual FrameRange PoolFrames => new(0, Machine.Layout.FrameCount);

    /// <summary>The guest frames below 4 GiB, where a pool lies that no exchange moves.</summary>
    protected static FrameRange Below4G { get; } = new(0, 1UL << (32 - XenPage.Shift));

    /// <summary>The machine that is translated for.</summary>
    protected Machine Machine { get; } = machine;

    /// <summary>The strategy of a platform.</summary>
    public static BusTranslation For(Platform platform, Machine machine, Semantics? semantics = null) => platform switch
    {
        Platform.XenPv => new XenPvTranslation(machine, semantics),
        Platform.XenDom0Arm => new ArmDom0Translation(machine, semantics),
        Platform.BareMetal => new BareMetalTranslation(machine, semantics),
        Platform.Wii => new WiiMem2Translation(machine, semantics),
        _ => throw new ArgumentOutOfRangeException(nameof(platform), platform, "no platform"),
    };

    /// <summary>pfn_to_bfn: the frame that a device puts on the bus for a guest frame, another domain's as well; all ones for none.</summary>
    public abstract ulong PfnToBfn(ulong pfn);

    /// <summary>bfn_to_pfn: the guest frame of a bus frame; all ones for none.</summary>
    public abstract ulong BfnToPfn(ulong bfn);

    /// <summary>bfn_to_local_pfn: the guest frame of a bus frame that belongs to this domain; all ones for any other.</summary>
    public abstract ulong BfnToLocalPfn(ulong bfn);

    /// <summary>Whether a guest frame exists and has memory behind it (pfn_valid).</summary>
    public virtual bool IsValid(ulong pfn) => Machine.P2M.Word(pfn) != XenPage.NoFrame;

    /// <summary>Whether memory that the device reaches must be bounced all the same (xen_arch_need_swiotlb).</summary>
    /// <param name="phys">The guest address.</param>
    /// <param name="bus">Its bus address.</param>
    /// <param name="coherent">Whether the device snoops the CPU's caches.</param>
    public virtual bool NeedsBounce(PhysAddr phys, DmaAddr bus, bool coherent) => false;

    /// <summary>Maintains the CPU's caches when bytes change hands with a device that does not snoop. On x86 every device does.</summary>
    /// <param name="bus">The bus address that the device uses.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="turn">Who gets them.</param>
    /// <param name="sends">Whether bytes go to the device.</param>
    /// <param name="receives">Whether bytes come from the device.</param>
    public virtual void MaintainCache(DmaAddr bus, ulong size, CacheTurn turn, bool sends, bool receives)
    {
    }

    /// <summary>Puts machine-contiguous frames behind 2^order guest frames (xen_create_contiguous_region).</summary>
    /// <param name="phys">The guest address of the first frame.</param>
    /// <param name="order">log2 of the number of frames of 4 KiB.</param>
    /// <param name="addressBits">The width of bus address that must reach them.</param>
    /// <param name="bus">On success the bus address of the first frame.</param>
    /// <returns>0 or a negative errno, and the guest is as it was.</returns>
    public virtual int CreateContiguousRegion(PhysAddr phys, int order, int addressBits, ref DmaAddr bus) => Errno.Invalid;

    /// <summary>Gives the machine-contiguous frames behind 2^order guest frames back (xen_destroy_contiguous_region).</summary>
    public virtual void DestroyContiguousRegion(PhysAddr phys, int order)
    {
    }

    /// <summary>The cache work for memory of this domain (arch_sync_dma_for_device, arch_sync_dma_for_cpu): writes the CPU's lines back for the
    /// device, or drops them; for the CPU drops them where the device wrote.</summary>
    protected void MaintainLocalCache(PhysAddr phys, ulong size, CacheTurn turn, bool sends, bool receives)
    {
        if (turn == CacheTurn.ToDevice && (sends || Semantics.CacheIsCleanedForAnyDirection)) Machine.Memory.CleanCache(phys, size);
        else if (turn == CacheTurn.ToDevice || receives) Machine.Memory.InvalidateCache(phys, size);
    }

    /// <summary>xen_phys_to_bus. Always in units of 4 KiB; a missing frame gives 0xfffffffffffff000 plus the offset.</summary>
    public DmaAddr PhysToBus(PhysAddr phys)
    {
        ulong bus = XenPage.ToAddress(PfnToBfn(phys.Value >> XenPage.Shift)) | (phys.Value & XenPage.OffsetMask);
        return new DmaAddr(Semantics.BusShiftInPhysWidth ? (uint)bus : bus);
    }

    /// <summary>xen_bus_to_phys.</summary>
    /// <exception cref="KernelBugException">The release stops where the guest address does not fit in 32 bits.</exception>
    public PhysAddr BusToPhys(DmaAddr bus)
    {
        ulong phys = XenPage.ToAddress(BfnToPfn(bus.Value >> XenPage.Shift)) | (bus.Value & XenPage.OffsetMask);
        if (Semantics.BusToPhysBugs && phys > uint.MaxValue) throw new KernelBugException($"bus address {bus} translates to 0x{phys:x}, beyond 32 bits");
        return new PhysAddr(phys);
    }
}
