// defect: paravirtual back ends: trust, with structs, loops and helper methods.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using XenDma;

namespace Cases.Ferry;

public sealed class Ferry : IDisposable
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Response { public ushort Id; public ushort Status; public uint Length; }

    private const int PageBytes = 4096;
    private readonly Device _dev;
    private readonly GuestBuffer _page;
    private readonly DmaAddr _bus;
    private readonly object?[] _requests = new object?[64];
    private readonly Queue<int> _free = new();
    private readonly List<GuestBuffer> _buffers = new();
    private uint _cons;

    private Ferry(Device dev, GuestBuffer page, DmaAddr bus)
    {
        _dev = dev;
        _page = page;
        _bus = bus;
    }

    public static Ferry? Create(Device dev)
    {
        GuestBuffer? page = dev.AllocCoherent(PageBytes, out DmaAddr bus);
        if (page == null)
            return null;
        page.Fill(0);
        return new Ferry(dev, page, bus);
    }

    private Response ReadResponse(uint index) => MemoryMarshal.Read<Response>(_page.Span.Slice((int)(index & 31) * 8 + 64, 8));

    public void Complete()
    {
        var response = ReadResponse(_cons);
        var request = _requests[response.Id]; // expect: XDMA7001
        if (request is null)
            return;
        _requests[response.Id] = null;
        _free.Enqueue(response.Id);
    }

    public object? CompleteSafely()
    {
        var response = ReadResponse(_cons);
        if (response.Id >= _requests.Length)
            return null;
        var request = _requests[response.Id];
        _requests[response.Id] = null;
        return request;
    }

    public uint Producer() => BinaryPrimitives.ReadUInt32LittleEndian(_page.Span);

    public int Drain(Span<byte> into)
    {
        uint prod = Producer();
        int total = 0;
        while (_cons != prod && total < into.Length)
        {
            into[total++] = _page[(int)(_cons & 4095)];
            _cons++;
        }
        return total;
    }

    public int Burst()
    {
        int left = _page[12];
        int moved = 0;
        while (left-- > 0) // expect: XDMA7001
            moved += _free.Count;
        return moved;
    }

    public int BurstBounded()
    {
        int left = _page[12];
        int moved = 0;
        for (int i = 0; i < left && i < 32; i++)
            moved += i;
        return moved;
    }

    public byte[] Payload()
    {
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(_page.Span.Slice(16));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_page.Span.Slice(20));
        if (offset > PageBytes || length > PageBytes - offset)
            return [];
        var copy = new byte[length];
        _page.Read((int)offset, copy);
        return copy;
    }

    public byte[] PayloadHalfChecked()
    {
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(_page.Span.Slice(16));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_page.Span.Slice(20));
        if (length > 128)
            return [];
        var copy = new byte[length];
        _page.Read((int)offset, copy); // expect: XDMA7001
        return copy;
    }

    public ReadOnlySpan<byte> Window(byte[] store)
    {
        int end = _page[30] * 4;
        return store.AsSpan()[..end]; // expect: XDMA7001
    }

    public string Kind() => _page[31] switch { 0 => "disk", 1 => "tape", _ => "other" };

    public int Log2()
    {
        int shift = _page[33];
        return 1 << (shift & 31);
    }

    public void Grow()
    {
        int wanted = _page[40];
        if (wanted > 16)
            wanted = 16;
        while (_buffers.Count < wanted)
            _buffers.Add(_page.Slice(0, 64));
    }

    public int Pick(int[] weights)
    {
        int pick = _page[50] % weights.Length;
        return weights[pick];
    }

    public bool TryPick(int[] weights, out int weight)
    {
        int pick = _page[51];
        weight = 0;
        if (!InRange(pick, weights))
            return false;
        weight = weights[pick];
        return true;
    }

    private static bool InRange(int index, int[] of) => (uint)index < (uint)of.Length;

    public int TwoFetches(int[] weights)
    {
        int first = BinaryPrimitives.ReadInt32LittleEndian(_page.Span.Slice(60, 4));
        if (first < 0 || first >= weights.Length)
            return -1;
        int second = BinaryPrimitives.ReadInt32LittleEndian(_page.Span.Slice(60, 4));
        return weights[second]; // expect: XDMA7002
    }

    public int Throwing(int[] weights)
    {
        int at = _page[70];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(at, weights.Length);
        return weights[at];
    }

    public void Dispose() => _dev.FreeCoherent(PageBytes, _page, _bus);
}
