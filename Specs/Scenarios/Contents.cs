using System;

namespace XenDma.Specs.Scenarios;

/// <summary>The bytes that fills write, and the sums that readers report.</summary>
public static class Contents
{
    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;

    /// <summary>The sum of no bytes.</summary>
    public static ulong EmptySum => FnvOffset;

    /// <summary>Byte <paramref name="index"/> of the fill with <paramref name="seed"/>.</summary>
    public static byte PatternAt(ulong seed, ulong index) => unchecked((byte)((seed * 31) + (index * 7) + ((index >> 8) * 13)));

    /// <summary>Writes bytes of the pattern, from byte <paramref name="first"/> of it on.</summary>
    public static void Fill(Span<byte> bytes, ulong seed, ulong first)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = PatternAt(seed, first + (ulong)i);
    }

    /// <summary>Goes on with a sum (FNV-1a, 64 bits).</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) sum = unchecked((sum ^ value) * FnvPrime);
        return sum;
    }
}
