using System;
using System.Collections.Generic;
using XenDma.Machines;

namespace XenDma.Specs.Generation;

/// <summary>What is known of a guest byte; none of the flags: unmapped, and its contents are defined.</summary>
[Flags]
internal enum ByteState : byte
{
    None = 0,

    /// <summary>The contract does not say what the CPU reads.</summary>
    Undefined = 1,

    /// <summary>A live mapping covers the byte.</summary>
    Mapped = 2,

    /// <summary>The device owns the byte: the CPU must not touch it.</summary>
    DeviceOwned = 4,

    /// <summary>The contract does not say what the device reads.</summary>
    DeviceUndefined = 8,

    /// <summary>The CPU wrote the byte since it was handed over, and has not given it to the device.</summary>
    CpuWrote = 16,
}

/// <summary>The states of all guest bytes, as runs of bytes that are alike: a question or a change costs the runs that it meets.</summary>
internal sealed class ByteStates
{
    // Each run ends where the next begins; the last has no end.
    private readonly List<(ulong Start, ByteState State)> _runs = [(0, ByteState.None)];
    private readonly bool[] _usable;

    internal ByteStates(MachineLayout layout)
    {
        _usable = new bool[layout.FrameCount];
        if (layout.Owned is { } runs)
        {
            foreach (FrameRun run in runs) _usable.AsSpan((int)run.Pfn, (int)run.Count).Fill(true);
        }
        else
        {
            Array.Fill(_usable, true);
        }

        foreach (FrameRun run in layout.Foreign) _usable.AsSpan((int)run.Pfn, (int)run.Count).Fill(true);
        foreach (FrameRange run in layout.Free) _usable.AsSpan((int)run.First, (int)run.Count).Clear();
    }

    /// <summary>Whether all bytes are in memory that a driver may use: a frame is behind, and the page allocator does not hold it.</summary>
    internal bool Exist(ulong start, ulong size)
    {
        ulong memory = (ulong)_usable.Length << XenPage.Shift;
        if (size == 0 || start >= memory || size > memory - start) return false;
        for (ulong pfn = start >> XenPage.Shift; pfn <= (start + size - 1) >> XenPage.Shift; pfn++)
        {
            if (!_usable[pfn]) return false;
        }

        return true;
    }

    internal bool All(ulong start, ulong size, Func<ByteState, bool> holds)
    {
        for (int i = RunAt(start); size > 0 && i < _runs.Count && _runs[i].Start < start + size; i++)
        {
            if (!holds(_runs[i].State)) return false;
        }

        return true;
    }

    internal void Change(ulong start, ulong size, Func<ByteState, ByteState> change)
    {
        int first = Split(start), end = Split(start + size), kept = Math.Max(first, 1);
        for (int i = first; i < end; i++) _runs[i] = (_runs[i].Start, change(_runs[i].State));

        // Of runs that are alike now, the one behind is left with no start of its own.
        int behind = Math.Min(end + 1, _runs.Count);
        for (int i = kept; i < behind; i++)
        {
            if (_runs[i].State != _runs[kept - 1].State) _runs[kept++] = _runs[i];
        }

        _runs.RemoveRange(kept, behind - kept);
    }

    /// <summary>Has a run begin at an address.</summary>
    /// <returns>Its place.</returns>
    private int Split(ulong at)
    {
        int place = RunAt(at);
        if (_runs[place].Start == at) return place;
        _runs.Insert(place + 1, (at, _runs[place].State));
        return place + 1;
    }

    private int RunAt(ulong address)
    {
        int low = 0, high = _runs.Count;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].Start <= address) low = middle;
            else high = middle;
        }

        return low;
    }
}
