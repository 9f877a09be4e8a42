namespace XenDma.Machines;

/// <summary>What the kernel's functions return for a failure (include/uapi/asm-generic/errno-base.h), negative as they return it.</summary>
internal static class Errno
{
    /// <summary>-EIO.</summary>
    internal const int Io = -5;

    /// <summary>-ENXIO.</summary>
    internal const int NoSuchAddress = -6;

    /// <summary>-ENOMEM.</summary>
    internal const int NoMemory = -12;

    /// <summary>-EINVAL.</summary>
    internal const int Invalid = -22;
}
