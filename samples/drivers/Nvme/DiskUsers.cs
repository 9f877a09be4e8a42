using System;
using System.Collections.Generic;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.Nvme;

/// <summary>Who reads and writes the disk: what is read must be what was written last, to the byte.</summary>
/// <param name="disk">The disk.</param>
/// <param name="pages">Where the users' memory comes from.</param>
/// <param name="random">What requests are drawn from.</param>
/// <param name="bytes">The disk's bytes.</param>
internal sealed class DiskUsers(NvmeDisk disk, IPageSource pages, Random random, int bytes)
{
    private const int Block = 512;
    private const int MostPending = 24;
    private const int MostRefusals = 1000;

    private readonly byte[] _expected = new byte[bytes];
    private readonly List<(NvmeRequest Request, GuestBuffer Pages)> _pending = [];

    /// <summary>Requests that were carried out.</summary>
    internal int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Requests that failed, or read what nobody wrote.</summary>
    internal int Damaged { get; private set; }

    /// <summary>Requests that could not begin at once.</summary>
    internal int Refused { get; private set; }

    /// <summary>Begins a request of up to 32 blocks, anywhere in its pages and on the disk where no other one is under way.</summary>
    internal void Begin()
    {
        int length = random.Next(1, 33) * Block, at = random.Next((bytes - length) / Block) * Block;
        if (_pending.Count >= MostPending || _pending.Exists(other => Overlap(other.Request, at, length))) return;
        if (pages.TryAlloc(3) is not { } memory)
        {
            Refused++;
            return;
        }

        NvmeRequest request = Make(memory, length, at);
        if (disk.TryBegin(request))
        {
            Expect(request);
            _pending.Add((request, memory));
            return;
        }

        Refused++;
        pages.Free(memory);
    }

    /// <summary>Carries out one large request, in as many pieces as it takes.</summary>
    internal void Transfer(int order, int length, IDelay delay)
    {
        Await(delay);
        length = Math.Max(Block, length / Block * Block);
        if (pages.TryAlloc(order) is not { } memory)
        {
            Refused++;
            return;
        }

        NvmeRequest whole = Make(memory, length, random.Next((bytes - length) / Block) * Block);
        Expect(whole);
        for (int done = 0, most = disk.Geometry.MaxTransfer, refusals = 0; done < length;)
        {
            int piece = Math.Min(most, length - done);
            var part = new NvmeRequest(whole.IsWrite, whole.Block + (ulong)(done / Block), whole.Buffer.Slice(done, piece));
            if (disk.TryBegin(part))
            {
                while (part.State == RequestState.UnderWay) Pass(delay);
                if (part.State == RequestState.Failed) Damaged++;
                done += piece;
            }
            else
            {
                if (++refusals > MostRefusals) throw new InvalidOperationException($"{piece} bytes are never mapped");

                // Less at once needs fewer slots; what fails by chance goes through when tried again.
                Refused++;
                most = Math.Max(Block, piece / 2 / Block * Block);
            }
        }

        Settle(whole);
        pages.Free(memory);
    }

    /// <summary>Looks at the requests that have ended.</summary>
    internal void Check()
    {
        foreach ((NvmeRequest request, GuestBuffer memory) in _pending.FindAll(static one => one.Request.State != RequestState.UnderWay))
        {
            if (request.State == RequestState.Failed) Damaged++;
            Settle(request);
            pages.Free(memory);
        }

        _pending.RemoveAll(static one => one.Request.State != RequestState.UnderWay);
    }

    /// <summary>Waits for all requests.</summary>
    internal void Await(IDelay delay)
    {
        while (_pending.Count > 0)
        {
            Pass(delay);
            Check();
        }
    }

    private NvmeRequest Make(GuestBuffer memory, int length, int at)
    {
        // The first page from anywhere that a controller can begin: at a multiple of 4 bytes.
        int offset = random.Next(2) == 0 ? 0 : random.Next(Math.Min(4096, memory.Length - length + 1) / 4) * 4;
        var request = new NvmeRequest(random.Next(2) == 0, (ulong)(at / Block), memory.Slice(offset, length));
        var data = new byte[length];
        random.NextBytes(data);
        request.Buffer.Write(0, data);
        return request;
    }

    /// <summary>From here on the disk is to hold what a request writes.</summary>
    private void Expect(NvmeRequest request)
    {
        if (request.IsWrite) request.Buffer.Read(0, _expected.AsSpan((int)request.Block * Block, request.Buffer.Length));
    }

    private void Settle(NvmeRequest request)
    {
        Count++;
        Bytes += request.Buffer.Length;
        if (request.IsWrite) return;
        ReadOnlySpan<byte> expected = _expected.AsSpan((int)request.Block * Block, request.Buffer.Length);
        if (!expected.SequenceEqual(request.Buffer.ToArray())) Damaged++;
    }

    private void Pass(IDelay delay)
    {
        delay.Pass();
        disk.Poll();
    }

    private static bool Overlap(NvmeRequest request, int at, int length)
    {
        int start = (int)request.Block * Block;
        return start < at + length && at < start + request.Buffer.Length;
    }
}
