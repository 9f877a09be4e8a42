using System;
using System.Linq;

namespace XenDma.Specs.Scenarios;

/// <summary>The bytes that fills write, and the sums that readers report.</summary>
public static class Contents
{
    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;
    private const ulong Period = 256;

    // 7 * 183 = 1 modulo 256: a run of the pattern that begins with a value is the run of sevens that begins where they have it.
    private const byte InverseOf7 = 183;
    private static readonly byte[] Steps = [.. Enumerable.Range(0, 2 * (int)Period).Select(static i => unchecked((byte)(i * 7)))];

    /// <summary>The sum of no bytes.</summary>
    public static ulong EmptySum => FnvOffset;

    /// <summary>Byte <paramref name="index"/> of the fill with <paramref name="seed"/>.</summary>
    public static byte PatternAt(ulong seed, ulong index) => unchecked((byte)((seed * 31) + (index * 7) + ((index >> 8) * 13)));

    /// <summary>Writes bytes of the pattern, from byte <paramref name="first"/> of it on.</summary>
    public static void Fill(Span<byte> bytes, ulong seed, ulong first)
    {
        for (int done = 0; done < bytes.Length;)
        {
            ulong index = unchecked(first + (ulong)done);
            int count = (int)Math.Min((ulong)(bytes.Length - done), Period - (index % Period));
            Steps.AsSpan(unchecked((byte)(PatternAt(seed, index) * InverseOf7)), count).CopyTo(bytes[done..]);
            done += count;
        }
    }

    /// <summary>Goes on with a sum (FNV-1a, 64 bits).</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) sum = unchecked((sum ^ value) * FnvPrime);
        return sum;
    }
}
