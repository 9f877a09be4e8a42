using System;
using System.Numerics;
using System.Runtime.InteropServices;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Sums of bytes that were summed before: the model and an implementation read the same, and the scenarios' sum goes byte by byte where a
/// fingerprint of 128 bits takes 16 at a time.</summary>
internal sealed class SumCache
{
    private const int Places = 1024;

    private readonly Entry[] _entries = new Entry[Places];

    /// <summary>Finds the sum of bytes with a fingerprint.</summary>
    internal bool TryFind(in Fingerprint print, ulong size, out ulong sum)
    {
        ref Entry entry = ref PlaceOf(print);
        sum = entry.Sum;
        return entry.Size == size && entry.One == print.One && entry.Other == print.Other;
    }

    /// <summary>Keeps a sum.</summary>
    internal void Add(in Fingerprint print, ulong size, ulong sum) => PlaceOf(print) = new Entry(print.One, print.Other, size, sum);

    private ref Entry PlaceOf(in Fingerprint print) => ref _entries[print.One % Places];

    private readonly record struct Entry(ulong One, ulong Other, ulong Size, ulong Sum);

    /// <summary>A fingerprint of bytes that come in pieces; all but the last are multiples of 16 bytes.</summary>
    /// <param name="size">How many bytes there are in all.</param>
    internal struct Fingerprint(ulong size)
    {
        private const ulong Prime = 0x9E3779B97F4A7C15;
        private const ulong OtherPrime = 0xC2B2AE3D27D4EB4F;

        internal ulong One { get; private set; } = unchecked(size * Prime);

        internal ulong Other { get; private set; } = OtherPrime;

        internal void Add(ReadOnlySpan<byte> bytes)
        {
            ulong one = One, other = Other;
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
            int i = 0;
            for (; i + 1 < words.Length; i += 2)
            {
                one = Mixed(one, words[i], Prime);
                other = Mixed(other, words[i + 1], OtherPrime);
                (one, other) = (unchecked(one + other), unchecked(other ^ BitOperations.RotateLeft(one, 23)));
            }

            for (int done = i * sizeof(ulong); done < bytes.Length; done++) (one, other) = (Mixed(other, bytes[done], Prime), one);
            One = one;
            Other = other;
        }

        private static ulong Mixed(ulong state, ulong word, ulong prime) => unchecked(BitOperations.RotateLeft(state ^ (word * prime), 29) * OtherPrime);
    }
}
