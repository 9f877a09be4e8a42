using System;
using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>The CPU's cache before memory that some device reads and writes past it. The worst cache there is: it keeps every line until
/// told otherwise, so that each forgotten clean or invalidate shows.</summary>
/// <remarks>A line is dirty when a store into it was noted, or when the CPU's bytes differ from those that the cache last shared with memory.</remarks>
internal sealed unsafe class CpuCache
{
    private readonly byte* _cpu;
    private readonly ulong _size;
    private readonly ulong _lineSize;
    private readonly HashSet<ulong> _uncached = [];
    private readonly HashSet<ulong> _stored = [];
    private readonly byte* _shared;

    /// <summary>Makes a cache with no dirty line.</summary>
    /// <param name="cpu">The CPU's view.</param>
    /// <param name="ram">What memory itself holds.</param>
    /// <param name="shared">What the cache last shared with memory.</param>
    /// <param name="size">The bytes of each.</param>
    /// <param name="lineSize">The bytes of a line.</param>
    internal CpuCache(byte* cpu, byte* ram, byte* shared, ulong size, ulong lineSize)
    {
        _cpu = cpu;
        _size = size;
        _lineSize = lineSize;
        Ram = ram;
        _shared = shared;
    }

    /// <summary>What memory itself holds: the view of a device that does not snoop.</summary>
    internal byte* Ram { get; }

    internal bool IsUncached(ulong address) => _uncached.Contains(address >> XenPage.Shift);

    /// <summary>Pages that the CPU reaches past the cache: both sides see the CPU's bytes.</summary>
    internal void SetUncached(ulong address, ulong size, bool uncached)
    {
        for (ulong pfn = address >> XenPage.Shift; pfn << XenPage.Shift < address + size; pfn++)
        {
            if (uncached ? !_uncached.Add(pfn) : !_uncached.Remove(pfn)) continue;
            var bytes = new ReadOnlySpan<byte>(_cpu + (pfn << XenPage.Shift), (int)XenPage.Size);
            bytes.CopyTo(new Span<byte>(Ram + (pfn << XenPage.Shift), (int)XenPage.Size));
            bytes.CopyTo(new Span<byte>(_shared + (pfn << XenPage.Shift), (int)XenPage.Size));
            for (ulong line = pfn << XenPage.Shift; line < (pfn + 1) << XenPage.Shift; line += _lineSize) _stored.Remove(line);
        }
    }

    /// <summary>The CPU stored bytes: their lines are dirty, though no byte may have changed.</summary>
    internal void Stored(ulong address, ulong size)
    {
        for (ulong line = FirstLine(address); size != 0 && line < address + size; line += _lineSize)
        {
            if (!IsUncached(line)) _stored.Add(line);
        }
    }

    internal void Clean(ulong address, ulong size)
    {
        for (ulong line = FirstLine(address); size != 0 && line < address + size; line += _lineSize) WriteBack(line);
    }

    internal void Invalidate(ulong address, ulong size)
    {
        for (ulong line = FirstLine(address); size != 0 && line < address + size; line += _lineSize)
        {
            if (line < address || line + _lineSize > address + size) WriteBack(line);
            Line(Ram, line).CopyTo(Line(_cpu, line));
            Line(Ram, line).CopyTo(Line(_shared, line));
            _stored.Remove(line);
        }
    }

    internal void DeviceWrote(ulong address, ReadOnlySpan<byte> source, bool coherent)
    {
        source.CopyTo(new Span<byte>(Ram + address, source.Length));
        if (coherent) source.CopyTo(new Span<byte>(_shared + address, source.Length));
    }

    private ulong FirstLine(ulong address) => address & ~(_lineSize - 1);

    private Span<byte> Line(byte* view, ulong line) => new(view + line, (int)Math.Min(_lineSize, _size - line));

    private void WriteBack(ulong line)
    {
        Span<byte> cpu = Line(_cpu, line);
        if (!_stored.Remove(line) && cpu.SequenceEqual(Line(_shared, line))) return;
        cpu.CopyTo(Line(Ram, line));
        cpu.CopyTo(Line(_shared, line));
    }
}
