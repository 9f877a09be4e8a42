using System;
using System.Collections.Generic;

namespace XenDma.Specs.Harness;

/// <summary>What mappings that are over left in their slots: the newest for each byte, by where it lies. Looking costs what lies there, and what is
/// kept is never more than twice what the slots hold.</summary>
internal sealed class SlotResidues
{
    private readonly List<Residue> _sorted = [];
    private byte[] _bytes = [];
    private byte[] _spare = [];
    private int _used;
    private int _kept;

    /// <summary>How many there are.</summary>
    internal int Count => _sorted.Count;

    /// <summary>One of them, in the order in which they lie.</summary>
    internal Residue this[int place] => _sorted[place];

    /// <summary>The bytes of one.</summary>
    internal ReadOnlySpan<byte> BytesOf(Residue residue) => _bytes.AsSpan(residue.At, residue.Size);

    /// <summary>The first that has a byte at or behind a guest address: they never overlap, so those that meet a range follow each other.</summary>
    internal int FirstBehind(PhysAddr phys)
    {
        int low = 0, high = _sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_sorted[middle].End <= phys.Value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Keeps what a part of a mapping left, in place of all that was kept of those bytes.</summary>
    /// <param name="slot">The guest address of the slot's byte.</param>
    /// <param name="held">What it held.</param>
    /// <param name="part">The part of the mapping.</param>
    internal void Keep(PhysAddr slot, ReadOnlySpan<byte> held, MappingPart part)
    {
        int first = FirstBehind(slot), end = first;
        for (; end < _sorted.Count && _sorted[end].Slot.Value < slot.Value + part.Size; end++) _kept -= _sorted[end].Size;
        bool replaces = end > first && !held.IsEmpty;
        if (replaces) _sorted[first++] = new Residue(slot, held.Length, Take(held, first - 1, end), part);
        _sorted.RemoveRange(first, end - first);
        if (!replaces && !held.IsEmpty) _sorted.Insert(first, new Residue(slot, held.Length, Take(held, first, first), part));
    }

    private int Take(ReadOnlySpan<byte> held, int first, int end)
    {
        if (_bytes.Length - _used < held.Length) MakeRoom(held.Length, first, end);
        held.CopyTo(_bytes.AsSpan(_used));
        _used += held.Length;
        _kept += held.Length;
        return _used - held.Length;
    }

    /// <summary>Moves what is kept together, into more room where half of it is kept; what is about to be replaced is left behind.</summary>
    private void MakeRoom(int wanted, int first, int end)
    {
        byte[] room = _bytes.Length < 2 * (_kept + wanted) ? new byte[Math.Max((int)XenPage.Size, 4 * (_kept + wanted))]
            : _spare.Length == _bytes.Length ? _spare
            : new byte[_bytes.Length];
        _used = 0;
        for (int i = 0; i < _sorted.Count; i++)
        {
            if (i >= first && i < end) continue;
            Residue residue = _sorted[i];
            _bytes.AsSpan(residue.At, residue.Size).CopyTo(room.AsSpan(_used));
            _sorted[i] = residue with { At = _used };
            _used += residue.Size;
        }

        (_bytes, _spare) = (room, _bytes);
    }
}

/// <summary>What a part of a mapping left in its slot.</summary>
/// <param name="Slot">The guest address of its first byte.</param>
/// <param name="Size">The bytes that were kept.</param>
/// <param name="At">Where they are kept.</param>
/// <param name="Part">What they are of.</param>
internal readonly record struct Residue(PhysAddr Slot, int Size, int At, MappingPart Part)
{
    /// <summary>The guest address behind its last byte.</summary>
    internal ulong End => Slot.Value + (ulong)Size;

    /// <summary>Whether it is of the buffer of a mapping.</summary>
    internal bool IsOf(Mapping mapping) => Part.Phys.Value < mapping.Phys.Value + mapping.Size && mapping.Phys.Value < Part.Phys.Value + Part.Size;
}
