using System;
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

/// <summary>The states of all guest bytes, page by page as they are touched.</summary>
internal sealed class ByteStates
{
    private const int PageSize = (int)XenPage.Size;
    private const int StateCount = 32;
    private readonly ByteState[]?[] _pages;
    private readonly bool[] _usable;

    internal ByteStates(MachineLayout layout)
    {
        _pages = new ByteState[layout.FrameCount][];
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
        // A byte has 32 states, so the question is asked of each state once, not of each byte.
        uint holding = 0;
        for (int state = 0; state < StateCount; state++) holding |= holds((ByteState)state) ? 1U << state : 0;
        for (ulong done = 0; done < size; done += Piece(start + done, size - done))
        {
            ulong at = start + done;
            if (_pages[at >> XenPage.Shift] is not { } page)
            {
                if ((holding & 1) == 0) return false;
                continue;
            }

            foreach (ByteState state in page.AsSpan((int)(at & XenPage.OffsetMask), (int)Piece(at, size - done)))
            {
                if ((holding >> (int)state & 1) == 0) return false;
            }
        }

        return true;
    }

    internal void Change(ulong start, ulong size, Func<ByteState, ByteState> change)
    {
        Span<ByteState> after = stackalloc ByteState[StateCount];
        for (int state = 0; state < StateCount; state++) after[state] = change((ByteState)state);
        for (ulong done = 0; done < size; done += Piece(start + done, size - done))
        {
            ulong at = start + done;
            ByteState[] page = _pages[at >> XenPage.Shift] ??= new ByteState[PageSize];
            foreach (ref ByteState state in page.AsSpan((int)(at & XenPage.OffsetMask), (int)Piece(at, size - done))) state = after[(int)state & (StateCount - 1)];
        }
    }

    private static ulong Piece(ulong at, ulong left) => Math.Min(left, XenPage.Size - (at & XenPage.OffsetMask));
}
