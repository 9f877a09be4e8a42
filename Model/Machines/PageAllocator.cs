using System;
using System.Collections.Generic;
using System.Numerics;

namespace XenDma.Machines;

/// <summary>The guest's page allocator, deterministic: the lowest naturally aligned free block. Orders count frames of 4 KiB.</summary>
public sealed class PageAllocator
{
    private readonly ulong[] _free;
    private readonly ulong _frameCount;
    private int _lowestWord;

    internal PageAllocator(ulong frameCount, IReadOnlyList<FrameRange> free)
    {
        _frameCount = frameCount;
        _free = new ulong[(frameCount + 63) / 64];
        foreach (FrameRange range in free)
        {
            if (range.First >= frameCount || range.Count > frameCount - range.First)
                throw new ArgumentException($"free run of {range.Count} frames at guest frame 0x{range.First:x}: the guest has {frameCount} frames");
            for (ulong pfn = range.First; pfn < range.End; pfn++) SetFree(pfn);
        }

        FreeCount = CountFree();
    }

    /// <summary>The number of free frames.</summary>
    public ulong FreeCount { get; private set; }

    /// <summary>Whether a guest frame is free.</summary>
    public bool IsFree(ulong pfn) => pfn < _frameCount && (_free[pfn >> 6] & (1UL << (int)(pfn & 63))) != 0;

    /// <summary>Takes the lowest naturally aligned free block of 2^order frames (alloc_pages).</summary>
    /// <returns>The block's first frame, or all ones where there is none.</returns>
    public ulong Allocate(int order) => Allocate(order, new FrameRange(0, _frameCount));

    /// <summary>Takes the lowest naturally aligned free block of 2^order frames within a range: a zone, a node.</summary>
    /// <returns>The block's first frame, or all ones where there is none.</returns>
    public ulong Allocate(int order, FrameRange within)
    {
        if (order < 0 || order >= 64 || 1UL << order > FreeCount) return XenPage.NoFrame;
        ulong pfn = order < 6 ? FindWithinWord(order, within) : FindWholeWords(order, within.First);
        if (pfn == XenPage.NoFrame || pfn >= within.End || within.End - pfn < 1UL << order) return XenPage.NoFrame;
        Mark(pfn, order, free: false);
        return pfn;
    }

    /// <summary>Gives a block of 2^order frames back (free_pages).</summary>
    /// <exception cref="MachineFaultException">A frame of the block is free already, or does not exist.</exception>
    public void Free(ulong pfn, int order)
    {
        ulong count = order is >= 0 and < 64 ? 1UL << order : 0;
        if (count == 0 || pfn >= _frameCount || count > _frameCount - pfn)
            throw new MachineFaultException($"free of order {order} at guest frame 0x{pfn:x}: the guest has {_frameCount} frames");
        for (ulong i = 0; i < count; i++)
        {
            if (IsFree(pfn + i)) throw new MachineFaultException($"guest frame 0x{pfn + i:x} freed twice");
        }

        Mark(pfn, order, free: true);
        _lowestWord = Math.Min(_lowestWord, (int)(pfn >> 6));
    }

    private ulong FindWithinWord(int order, FrameRange within)
    {
        for (int word = Math.Max(SkipTaken(), WordOf(within.First)); word < _free.Length; word++)
        {
            // A bit of runs stays set where a free run of 2^order frames begins; starts keeps the aligned ones.
            ulong runs = _free[word], starts = ulong.MaxValue;
            if ((ulong)word == within.First >> 6) runs &= ulong.MaxValue << (int)(within.First & 63);
            for (int level = 0; level < order; level++)
            {
                runs &= runs >> (1 << level);
                starts &= AlignedBits(level);
            }

            if ((runs & starts) != 0) return ((ulong)word << 6) + (ulong)BitOperations.TrailingZeroCount(runs & starts);
        }

        return XenPage.NoFrame;
    }

    private ulong FindWholeWords(int order, ulong lowest)
    {
        int words = 1 << (order - 6);
        for (int first = Math.Max(SkipTaken() / words * words, (WordOf(lowest + 63) + words - 1) / words * words); first + words <= _free.Length; first += words)
        {
            if (!_free.AsSpan(first, words).ContainsAnyExcept(ulong.MaxValue)) return (ulong)first << 6;
        }

        return XenPage.NoFrame;
    }

    private static int WordOf(ulong pfn) => (int)Math.Min(pfn >> 6, int.MaxValue / 2);

    private int SkipTaken()
    {
        while (_lowestWord < _free.Length && _free[_lowestWord] == 0) _lowestWord++;
        return _lowestWord;
    }

    private static ulong AlignedBits(int level) => level switch
    {
        0 => 0x5555555555555555,
        1 => 0x1111111111111111,
        2 => 0x0101010101010101,
        3 => 0x0001000100010001,
        _ => 0x0000000100000001,
    };

    private void Mark(ulong pfn, int order, bool free)
    {
        ulong count = 1UL << order;
        for (ulong i = 0; i < count; i++)
        {
            if (free) SetFree(pfn + i);
            else _free[(pfn + i) >> 6] &= ~(1UL << (int)((pfn + i) & 63));
        }

        FreeCount = free ? FreeCount + count : FreeCount - count;
    }

    private void SetFree(ulong pfn) => _free[pfn >> 6] |= 1UL << (int)(pfn & 63);

    private ulong CountFree()
    {
        ulong count = 0;
        foreach (ulong word in _free) count += (ulong)BitOperations.PopCount(word);
        return count;
    }
}
