using System;
using System.Collections.Generic;

namespace XenDma.Samples.XenBlock;

/// <summary>How a request stands.</summary>
public enum BlockState
{
    /// <summary>It waits, or parts of it are the controller's.</summary>
    UnderWay,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It failed for good.</summary>
    Failed,
}

/// <summary>A transfer of sectors from or to pieces of memory anywhere (struct bio).</summary>
/// <param name="opcode">What is done.</param>
/// <param name="sector">The first sector.</param>
/// <param name="pieces">The memory, each piece whole sectors; the controller's until the request has ended.</param>
public sealed class BlockRequest(KestrelOpcode opcode, uint sector, IReadOnlyList<GuestBuffer> pieces)
{
    private const int PageSize = 4096;

    private int _piece;
    private int _offset;
    private uint _taken;

    /// <summary>What is done.</summary>
    public KestrelOpcode Opcode { get; } = opcode;

    /// <summary>The first sector.</summary>
    public uint Sector { get; } = sector;

    /// <summary>The memory.</summary>
    public IReadOnlyList<GuestBuffer> Pieces { get; } = pieces;

    /// <summary>How it stands.</summary>
    public BlockState State { get; private set; }

    /// <summary>Which way the bytes go.</summary>
    public DmaDirection Direction => Opcode switch
    {
        KestrelOpcode.Read => DmaDirection.FromDevice,
        KestrelOpcode.Write => DmaDirection.ToDevice,
        _ => DmaDirection.Bidirectional,
    };

    /// <summary>Whether all of it is in commands.</summary>
    internal bool IsTaken => _piece == Pieces.Count;

    /// <summary>Commands that are not done.</summary>
    internal int Open { get; private set; }

    /// <summary>Whether some command of it failed.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>Looks at what comes next, in entries that lie in one page each.</summary>
    /// <param name="most">The most entries.</param>
    /// <param name="sector">The sector that they begin at.</param>
    /// <param name="count">The sectors that they have.</param>
    internal ScatterList Next(int most, out uint sector, out uint count)
    {
        var list = new ScatterList(most);
        int piece = _piece, offset = _offset, bytes = 0, whole = 0;
        List<GuestBuffer> entries = [];
        while (piece < Pieces.Count && entries.Count < most)
        {
            GuestBuffer left = Pieces[piece].Slice(offset, Pieces[piece].Length - offset);
            int length = Math.Min(left.Length, PageSize - (int)(left.Address.Value & (PageSize - 1)));
            entries.Add(left.Slice(0, length));
            bytes += length;
            offset += length;
            if (offset == Pieces[piece].Length) (piece, offset) = (piece + 1, 0);

            // A command has whole sectors: it ends where one does.
            if (bytes % KestrelCommand.SectorSize == 0) whole = entries.Count;
        }

        bytes = 0;
        for (int i = 0; i < whole; i++)
        {
            list.Add(entries[i]);
            bytes += entries[i].Length;
        }

        sector = Sector + _taken;
        count = (uint)(bytes / KestrelCommand.SectorSize);
        return list;
    }

    /// <summary>The next sectors are in a command.</summary>
    internal void Take(uint count)
    {
        _taken += count;
        Open++;
        for (int left = (int)count * KestrelCommand.SectorSize; left > 0;)
        {
            int length = Math.Min(left, Pieces[_piece].Length - _offset);
            left -= length;
            _offset += length;
            if (_offset == Pieces[_piece].Length) (_piece, _offset) = (_piece + 1, 0);
        }
    }

    /// <summary>A command is done.</summary>
    internal void End(bool hasFailed)
    {
        Open--;
        HasFailed |= hasFailed;
        if (HasFailed) _piece = Pieces.Count;
        if (Open == 0 && IsTaken) State = HasFailed ? BlockState.Failed : BlockState.Done;
    }
}
