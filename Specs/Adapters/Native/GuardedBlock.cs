using System;
using System.Runtime.InteropServices;
using XenDma.Machines;

namespace XenDma.Specs.Adapters.Native;

/// <summary>Memory between stretches of addresses that fault at every touch, so that a library that leaves it does not go unseen. The
/// stretches are longer than any bus address that the kit's machines have, and cost nothing.</summary>
/// <remarks>On Linux; elsewhere ordinary memory.</remarks>
internal sealed unsafe partial class GuardedBlock : IMemoryBlock
{
    private const int NoAccess = 0, ReadWrite = 3;
    private const int PrivateAnonymousNoReserve = 0x4022;
    private const ulong WideGuard = 1UL << 36;

    private readonly ulong _size;
    private void* _reserved;
    private ulong _guard;

    /// <summary>Makes a block.</summary>
    /// <param name="size">Its bytes; rounded up to whole frames, so that the last one touches the guard only where it fills a frame.</param>
    internal GuardedBlock(ulong size)
    {
        _size = (size + XenPage.OffsetMask) & ~XenPage.OffsetMask;
        if (!OperatingSystem.IsLinux())
        {
            _reserved = NativeMemory.AlignedAlloc((nuint)_size, (nuint)XenPage.Size);
            NativeMemory.Clear(_reserved, (nuint)_size);
            Start = (byte*)_reserved;
            return;
        }

        // Where addresses are rationed (ulimit -v), narrower guards must do.
        if (!TryReserve(WideGuard) && !TryReserve(XenPage.Size))
            throw new InsufficientMemoryException($"no {size} bytes of guarded memory: error {Marshal.GetLastPInvokeError()}");
        Start = (byte*)_reserved + _guard;
        if (Protect(Start, (nuint)_size, ReadWrite) == 0) return;
        Dispose();
        throw new InsufficientMemoryException($"no {size} bytes of guarded memory: error {Marshal.GetLastPInvokeError()}");
    }

    /// <inheritdoc/>
    public byte* Start { get; private set; }

    /// <summary>Behind the last byte.</summary>
    internal byte* End => Start + _size;

    /// <inheritdoc/>
    public void Dispose()
    {
        void* reserved = _reserved;
        _reserved = null;
        Start = null;
        if (reserved is null) return;
        if (OperatingSystem.IsLinux()) _ = Unmap(reserved, (nuint)(_size + (2 * _guard)));
        else NativeMemory.AlignedFree(reserved);
    }

    private bool TryReserve(ulong guard)
    {
        _guard = guard;
        _reserved = Map(null, (nuint)(_size + (2 * guard)), NoAccess, PrivateAnonymousNoReserve, -1, 0);
        if (_reserved != (void*)-1) return true;
        _reserved = null;
        return false;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
