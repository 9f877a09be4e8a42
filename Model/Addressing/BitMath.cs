using System.Numerics;

namespace XenDma;

/// <summary>The kernel's integer helpers, in 64 bits and modulo 2^64.</summary>
internal static class BitMath
{
    /// <summary>ALIGN(value, alignment): literally, so it wraps near 2^64 and means nothing unless alignment is a power of two.</summary>
    internal static ulong AlignUp(ulong value, ulong alignment) => unchecked(value + alignment - 1) & ~(alignment - 1);

    /// <summary>fls64: the position of the top set bit, counted from 1; 0 for 0.</summary>
    internal static int Fls64(ulong value) => 64 - BitOperations.LeadingZeroCount(value);

    /// <summary>get_order: the smallest order of 2^shift byte pages that holds the bytes; 64 - shift for 0 bytes.</summary>
    internal static int Order(ulong bytes, int pageShift) => Fls64(unchecked(bytes - 1) >> pageShift);
}
