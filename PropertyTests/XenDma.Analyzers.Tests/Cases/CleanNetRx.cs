// clean: receive side with copybreak, page reuse by sync, refill that may stop early, and a queue of free buffers.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanNetRx;

public interface IRxPort
{
    bool TryReceive(out int slot, out int length);
    void Publish(int slot, ulong address);
    void Deliver(ReadOnlySpan<byte> frame);
    void DeliverBuffer(GuestBuffer buffer, int length);
}

public sealed class Receiver(Device dev, IRxPort port, Func<GuestBuffer?> allocate)
{
    private const int BufferSize = 2048;
    private const int CopyBreak = 256;

    private sealed class Entry
    {
        public required GuestBuffer Buffer { get; init; }
        public required DmaAddr Bus { get; init; }
    }

    private readonly Entry?[] _entries = new Entry?[128];
    private readonly Stack<int> _empty = new();

    public void Open()
    {
        for (int i = _entries.Length - 1; i >= 0; i--)
            _empty.Push(i);
        Refill();
    }

    public int Refill()
    {
        int filled = 0;
        while (_empty.TryPeek(out int slot))
        {
            if (allocate() is not { } buffer)
                break;
            var bus = dev.MapSingle(buffer, BufferSize, DmaDirection.FromDevice);
            if (dev.MappingError(bus))
                break;
            _empty.Pop();
            _entries[slot] = new Entry { Buffer = buffer, Bus = bus };
            port.Publish(slot, bus.Value);
            filled++;
        }
        return filled;
    }

    public int Poll(int budget)
    {
        int work = 0;
        for (; work < budget; work++)
        {
            if (!port.TryReceive(out int slot, out int length))
                break;
            if (_entries[slot] is not { } entry || length > BufferSize)
                continue;
            if (length <= CopyBreak)
                Copy(slot, entry, length);
            else
                Pass(slot, entry, length);
        }
        if (work > 0)
            Refill();
        return work;
    }

    private void Copy(int slot, Entry entry, int length)
    {
        dev.SyncSingleForCpu(entry.Bus, BufferSize, DmaDirection.FromDevice);
        port.Deliver(entry.Buffer.Span[..length]);
        dev.SyncSingleForDevice(entry.Bus, BufferSize, DmaDirection.FromDevice);
        port.Publish(slot, entry.Bus.Value);
    }

    private void Pass(int slot, Entry entry, int length)
    {
        dev.UnmapSingle(entry.Bus, BufferSize, DmaDirection.FromDevice);
        _entries[slot] = null;
        _empty.Push(slot);
        port.DeliverBuffer(entry.Buffer, length);
    }

    public void Close()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i] is null)
                continue;
            dev.UnmapSingle(_entries[i]!.Bus, BufferSize, DmaDirection.FromDevice);
            _entries[i] = null;
        }
        _empty.Clear();
    }
}
