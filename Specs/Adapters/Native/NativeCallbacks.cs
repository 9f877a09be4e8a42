using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using XenDma.Machines;

namespace XenDma.Specs.Adapters.Native;

#pragma warning disable CA1031 // No exception may unwind through native frames, whichever it is: it is thrown again behind the op.

/// <summary>The functions of xd_platform.</summary>
internal static unsafe class NativeCallbacks
{
    /// <summary>All of them, without a machine.</summary>
    internal static XdPlatform Table => new()
    {
        PfnToBfn = &PfnToBfn,
        BfnToPfn = &BfnToPfn,
        BfnToLocalPfn = &BfnToLocalPfn,
        PfnValid = &PfnValid,
        CreateContiguousRegion = &CreateContiguousRegion,
        DestroyContiguousRegion = &DestroyContiguousRegion,
        AllocPages = &AllocPages,
        FreePages = &FreePages,
        ArchNeedSwiotlb = &ArchNeedSwiotlb,
        CacheClean = &CacheClean,
        CacheInvalidate = &CacheInvalidate,
        Log = &Log,
        Bug = &Bug,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong PfnToBfn(void* context, ulong pfn) => NativePlatform.Of(context).Translation.PfnToBfn(pfn);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong BfnToPfn(void* context, ulong bfn) => NativePlatform.Of(context).Translation.BfnToPfn(bfn);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong BfnToLocalPfn(void* context, ulong bfn) => NativePlatform.Of(context).Translation.BfnToLocalPfn(bfn);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PfnValid(void* context, ulong pfn) => NativePlatform.Of(context).Translation.IsValid(pfn) ? 1 : 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CreateContiguousRegion(void* context, ulong phys, uint order, uint addressBits, ulong* dma)
    {
        NativePlatform platform = NativePlatform.Of(context);
        try
        {
            int rc = platform.CreateContiguousRegion(phys, order, addressBits, out ulong given);
            if (rc == 0) *dma = given;
            return rc;
        }
        catch (Exception fault)
        {
            platform.Keep(fault);
            return Hypervisor.OutOfMemory;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DestroyContiguousRegion(void* context, ulong phys, uint order)
    {
        NativePlatform platform = NativePlatform.Of(context);
        try
        {
            if (order <= 31) platform.Translation.DestroyContiguousRegion(new PhysAddr(phys), (int)order);
        }
        catch (Exception fault)
        {
            platform.Keep(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ulong AllocPages(void* context, uint order)
    {
        NativePlatform platform = NativePlatform.Of(context);
        try
        {
            ulong pfn = order <= 31 ? platform.Machine.Pages.Allocate((int)order) : XenPage.NoFrame;
            return pfn == XenPage.NoFrame ? NativeAbi.NoPage : XenPage.ToAddress(pfn);
        }
        catch (Exception fault)
        {
            platform.Keep(fault);
            return NativeAbi.NoPage;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreePages(void* context, ulong phys, uint order)
    {
        NativePlatform platform = NativePlatform.Of(context);
        try
        {
            if ((phys & XenPage.OffsetMask) != 0) throw new MachineFaultException($"free_pages of guest address 0x{phys:x}, which is no frame's first");
            platform.Machine.Pages.Free(phys >> XenPage.Shift, order <= 31 ? (int)order : -1);
        }
        catch (Exception fault)
        {
            platform.Keep(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ArchNeedSwiotlb(void* context, XdDevice* device, ulong phys, ulong dma)
    {
        bool coherent = device is null || (device->Flags & NativeAbi.NonCoherent) == 0;
        return NativePlatform.Of(context).Translation.NeedsBounce(new PhysAddr(phys), new DmaAddr(dma), coherent) ? 1 : 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void CacheClean(void* context, ulong dma, ulong size, int direction) => Maintain(context, dma, size, invalidate: false);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void CacheInvalidate(void* context, ulong dma, ulong size, int direction) => Maintain(context, dma, size, invalidate: true);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Log(void* context, int level, byte* message)
    {
        NativePlatform platform = NativePlatform.Of(context);
        try
        {
            platform.Machine.Log.Write((KernelLogLevel)level, (nint)message, static text => NativeText.At((byte*)text));
        }
        catch (Exception fault)
        {
            platform.Keep(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bug(void* context, byte* message) =>
        NativePlatform.Of(context).Keep(new KernelBugException(NativeText.At(message)));

    private static void Maintain(void* context, ulong dma, ulong size, bool invalidate)
    {
        NativePlatform platform = NativePlatform.Of(context);
        try
        {
            if (size > platform.Machine.Memory.Size)
                throw new MachineFaultException($"cache maintenance of {size} bytes at bus address 0x{dma:x}: the guest has {platform.Machine.Memory.Size}");
            platform.MaintainCache(dma, size, invalidate);
        }
        catch (Exception fault)
        {
            platform.Keep(fault);
        }
    }
}
