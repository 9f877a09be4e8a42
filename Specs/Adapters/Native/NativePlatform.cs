using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using XenDma.Machines;
using XenDma.Translation;

namespace XenDma.Specs.Adapters.Native;

/// <summary>The machine as a native library sees it (xd_platform), and what its calls came to: a breach that it reported, a fault of the
/// machine. Neither may unwind through native frames, so they wait here until the op has returned.</summary>
internal sealed unsafe class NativePlatform : IDisposable
{
    private readonly Machine _machine;
    private readonly BusTranslation _translation;
    private readonly XdPlatform* _block;
    private GCHandle _self;
    private Exception? _pending;

    internal NativePlatform(Machine machine, Platform platform)
    {
        _machine = machine;
        _translation = BusTranslation.For(platform, machine);
        _self = GCHandle.Alloc(this);
        _block = (XdPlatform*)NativeMemory.AllocZeroed((nuint)sizeof(XdPlatform));
        *_block = NativeCallbacks.Table with
        {
            AbiVersion = NativeAbi.Version,
            PageShift = (uint)machine.PageShift,
            NrPfns = machine.P2M.FrameCount,
            Memory = machine.Memory.Origin,
            Context = (void*)GCHandle.ToIntPtr(_self),
        };
    }

    internal XdPlatform* Block => _block;

    internal BusTranslation Translation => _translation;

    internal Machine Machine => _machine;

    internal static NativePlatform Of(void* context) => Unsafe.As<NativePlatform>(GCHandle.FromIntPtr((nint)context).Target!);

    /// <summary>Keeps what went wrong within a callback; the first counts.</summary>
    internal void Keep(Exception fault) => _pending ??= fault;

    /// <summary>Throws what the op that has just returned ran into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ThrowPending()
    {
        if (_pending is not null) Throw();
    }

    /// <summary>Puts consecutive frames behind guest frames. Where all memory lies 1:1 there is nothing to exchange: what is in reach is
    /// consecutive as it is.</summary>
    internal int CreateContiguousRegion(ulong phys, uint order, uint addressBits, out ulong dma)
    {
        dma = 0;
        if (order > 31) return Hypervisor.OutOfMemory;
        DmaAddr given = default;
        int rc;
        if (_translation is XenPvTranslation)
        {
            rc = _translation.CreateContiguousRegion(new PhysAddr(phys), (int)order, (int)Math.Min(addressBits, 64), ref given);
        }
        else
        {
            ulong last = phys + (XenPage.Size << (int)order) - 1;
            bool inReach = last >= phys && last < _machine.Memory.Size && (addressBits >= 64 || last >> (int)addressBits == 0);
            rc = inReach ? 0 : Hypervisor.OutOfMemory;
            given = new DmaAddr(phys);
        }

        if (rc == 0) dma = given.Value;
        return rc;
    }

    /// <summary>Cleans or invalidates the CPU's cache lines over bus addresses, frame by frame; of another domain's frames the hypervisor does.</summary>
    internal void MaintainCache(ulong dma, ulong size, bool invalidate)
    {
        for (ulong length; size > 0; dma += length, size -= length)
        {
            ulong offset = dma & XenPage.OffsetMask, pfn = _machine.P2M.MfnToOwnedPfn(dma >> XenPage.Shift);
            length = Math.Min(size, XenPage.Size - offset);
            if (pfn == XenPage.NoFrame) _machine.Hypervisor.FlushCache(new DmaAddr(dma - offset), offset, length, invalidate);
            else if (invalidate) _machine.Memory.InvalidateCache(new Pfn(pfn).Address + offset, length);
            else _machine.Memory.CleanCache(new Pfn(pfn).Address + offset, length);
        }
    }

    public void Dispose()
    {
        if (!_self.IsAllocated) return;
        _self.Free();
        NativeMemory.Free(_block);
    }

    private void Throw()
    {
        Exception pending = _pending!;
        _pending = null;
        throw pending;
    }
}
