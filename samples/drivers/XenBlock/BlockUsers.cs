using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.XenBlock;

/// <summary>Who reads, writes and exchanges sectors: what comes must be what was written last, to the byte.</summary>
/// <param name="queue">The driver's requests.</param>
/// <param name="pages">Where the users' memory comes from.</param>
/// <param name="random">What requests are drawn from.</param>
/// <param name="bytes">The disk's bytes.</param>
internal sealed class BlockUsers(BlockRequests queue, IPageSource pages, Random random, int bytes)
{
    private const int Sector = KestrelCommand.SectorSize;
    private const int MostPending = 12;

    private readonly byte[] _expected = new byte[bytes];
    private readonly List<Pending> _pending = [];

    /// <summary>Requests that were carried out.</summary>
    internal int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Requests that failed, or brought what nobody wrote.</summary>
    internal int Damaged { get; private set; }

    /// <summary>Requests that had no memory.</summary>
    internal int Refused { get; private set; }

    /// <summary>Begins a request where no other one is under way.</summary>
    internal void Begin()
    {
        if (_pending.Count >= MostPending) return;
        List<GuestBuffer> memory = [], pieces = [];
        for (int left = random.Next(12) == 0 ? 24 : random.Next(1, 5); left > 0; left--)
        {
            int order = random.Next(4);
            if (pages.TryAlloc(order) is not { } block)
            {
                Refused++;
                break;
            }

            memory.Add(block);
            int sectors = block.Length / Sector, first = random.Next(sectors), count = random.Next(1, sectors - first + 1);
            pieces.Add(block.Slice(first * Sector, count * Sector));
        }

        int length = pieces.Sum(static piece => piece.Length), at = random.Next((bytes - length) / Sector) * Sector;
        if (length == 0 || _pending.Exists(other => at < other.At + other.Data.Length && other.At < at + length)) memory.ForEach(pages.Free);
        else Begin(memory, pieces, at, length);
    }

    /// <summary>Looks at the requests that have ended.</summary>
    internal void Check()
    {
        foreach (Pending one in _pending.FindAll(static one => one.Request.State != BlockState.UnderWay))
        {
            Count++;
            Bytes += one.Data.Length;
            if (one.Request.State == BlockState.Failed || !Bring(one)) Damaged++;
            one.Memory.ForEach(pages.Free);
        }

        _pending.RemoveAll(static one => one.Request.State != BlockState.UnderWay);
    }

    private void Begin(List<GuestBuffer> memory, List<GuestBuffer> pieces, int at, int length)
    {
        var data = new byte[length];
        random.NextBytes(data);
        int done = 0;
        foreach (GuestBuffer piece in pieces)
        {
            piece.Write(0, data.AsSpan(done, piece.Length));
            done += piece.Length;
        }

        var request = new BlockRequest((KestrelOpcode)random.Next(1, 4), (uint)(at / Sector), pieces);
        _pending.Add(new Pending(request, memory, at, data));
        queue.Add(request);
    }

    /// <summary>Whether the memory holds what it should, and from here on the disk what was written.</summary>
    private bool Bring(Pending one)
    {
        Span<byte> disk = _expected.AsSpan(one.At, one.Data.Length);
        byte[] memory = [.. one.Request.Pieces.SelectMany(static piece => piece.ToArray())];
        bool isRight = memory.AsSpan().SequenceEqual(one.Request.Opcode == KestrelOpcode.Write ? one.Data : disk);
        if (one.Request.Opcode != KestrelOpcode.Read) one.Data.CopyTo(disk);
        return isRight;
    }

    private sealed record Pending(BlockRequest Request, List<GuestBuffer> Memory, int At, byte[] Data);
}
