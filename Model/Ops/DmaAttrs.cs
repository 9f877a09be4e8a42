using System;

namespace XenDma;

/// <summary>Attributes of a mapping (DMA_ATTR_*); the values are the kernel's.</summary>
[Flags]
public enum DmaAttrs : ulong
{
    /// <summary>No attribute.</summary>
    None = 0,

    /// <summary>Map or unmap without making the bytes visible to the other side (DMA_ATTR_SKIP_CPU_SYNC).</summary>
    SkipCpuSync = 1UL << 5,

    /// <summary>Do not log a failure (DMA_ATTR_NO_WARN).</summary>
    NoWarn = 1UL << 8,
}
