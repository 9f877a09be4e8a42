using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.XenBlock;

/// <summary>How a mapped list is told to the controller: regions of at most 64 KiB, none across a multiple of 64 KiB, 8 bytes each: a bus address of
/// 32 bits, a length of 16 (0 = 64 KiB), flags.</summary>
public static class RegionTable
{
    /// <summary>The bytes of an entry.</summary>
    public const int EntrySize = 8;

    /// <summary>The most regions of a command.</summary>
    public const int MaxRegions = 128;

    /// <summary>The most bytes of a region.</summary>
    public const int MaxRegion = 0x10000;

    /// <summary>The boundary that no region crosses, less 1.</summary>
    public const ulong Boundary = MaxRegion - 1;

    /// <summary>Flag: the last region.</summary>
    public const ushort Last = 0x8000;

    /// <summary>Writes the regions of a list. Entries that follow each other on the bus, as they may or may not, become one.</summary>
    /// <remarks>The boundary is the bus's. Where a region crosses it cannot be seen from guest addresses, so it is seen to here, after the map, as
    /// ata_bmdma_fill_sg does.</remarks>
    /// <param name="table">Where they go.</param>
    /// <param name="list">The list.</param>
    /// <param name="mapped">What MapSg returned.</param>
    /// <returns>The number of regions, or 0 where the controller cannot be told.</returns>
    public static int Fill(Span<byte> table, ScatterList list, int mapped)
    {
        ArgumentNullException.ThrowIfNull(list);
        int count = 0;
        ulong start = 0, end = 0;
        for (int i = 0; i < mapped; i++)
        {
            ulong from = list.DmaAddressAt(i).Value, length = (ulong)list.DmaLengthAt(i);
            if (from != end || end == start)
            {
                if (!TryFlush(table, ref count, start, end)) return 0;
                start = from;
            }

            end = from + length;
        }

        if (!TryFlush(table, ref count, start, end)) return 0;
        WriteUInt16LittleEndian(table[((count * EntrySize) - 2)..], Last);
        return count;
    }

    /// <summary>An entry of the table.</summary>
    public static (DmaAddr Start, int Length, bool IsLast) Load(ReadOnlySpan<byte> entry)
    {
        int length = ReadUInt16LittleEndian(entry[4..]);
        return (new DmaAddr(ReadUInt32LittleEndian(entry)), length == 0 ? MaxRegion : length, (ReadUInt16LittleEndian(entry[6..]) & Last) != 0);
    }

    private static bool TryFlush(Span<byte> table, ref int count, ulong start, ulong end)
    {
        while (start < end)
        {
            ulong length = Math.Min(end - start, MaxRegion - (start & Boundary));
            if (count == MaxRegions || start > uint.MaxValue) return false;
            Span<byte> entry = table.Slice(count++ * EntrySize, EntrySize);
            WriteUInt32LittleEndian(entry, (uint)start);
            WriteUInt16LittleEndian(entry[4..], (ushort)(length & Boundary));
            WriteUInt16LittleEndian(entry[6..], 0);
            start += length;
        }

        return true;
    }
}
