using System;

namespace XenDma.Specs.Traces.Reading;

/// <summary>The names by which dma:* events print attributes (DMA_ATTR_* without its prefix), and their bits.</summary>
internal static class AttributeNames
{
    /// <summary>The attribute of a mapping that is no memory (DMA_ATTR_MMIO).</summary>
    internal const ulong Mmio = 1UL << 10;

    private static readonly (string Name, int Bit)[] All =
    [
        ("WEAK_ORDERING", 1),
        ("WRITE_COMBINE", 2),
        ("NO_KERNEL_MAPPING", 4),
        ("SKIP_CPU_SYNC", 5),
        ("FORCE_CONTIGUOUS", 6),
        ("ALLOC_SINGLE_PAGES", 7),
        ("NO_WARN", 8),
        ("PRIVILEGED", 9),
        ("MMIO", 10),
        ("DEBUGGING_IGNORE_CACHELINES", 11),
        ("CACHELINES_OVERLAP", 11),
        ("REQUIRE_COHERENT", 12),
        ("CC_SHARED", 13),
        ("ALLOC_CC_SHARED", 14),
    ];

    internal static int BitOf(ReadOnlySpan<byte> name)
    {
        foreach ((string known, int bit) in All)
        {
            if (name.Length == known.Length && System.Text.Ascii.Equals(name, known)) return bit;
        }

        return -1;
    }
}
