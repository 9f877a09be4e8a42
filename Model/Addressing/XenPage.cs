namespace XenDma;

/// <summary>Arithmetic on Xen's pages: 4 KiB each, whatever the guest kernel's own page size is. Always 64 bits wide.</summary>
/// <remarks>XEN_PAGE_SHIFT and XEN_PAGE_SIZE in include/xen/page.h.</remarks>
public static class XenPage
{
    /// <summary>log2 of the size of a Xen page in bytes.</summary>
    public const int Shift = 12;

    /// <summary>The size of a Xen page in bytes.</summary>
    public const ulong Size = 1UL << Shift;

    /// <summary>The bits of an address that lie within its page.</summary>
    public const ulong OffsetMask = Size - 1;

    /// <summary>The frame number that stands for 'no frame' (INVALID_P2M_ENTRY): all ones.</summary>
    public const ulong NoFrame = ulong.MaxValue;

    /// <summary>The byte address of a frame's first byte; the bits above 2^64 are lost, as in the kernel.</summary>
    public static ulong ToAddress(ulong frame) => frame << Shift;

    /// <summary>The number of frames that hold <paramref name="bytes"/> bytes from a frame's first byte on.</summary>
    public static ulong FramesFor(ulong bytes) => (bytes >> Shift) + ((bytes & OffsetMask) != 0 ? 1UL : 0UL);
}
