// clean: a split virtqueue: descriptor chains, indirect tables, state kept by head index, detach of unused buffers.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanVirtio;

public interface ITransport
{
    void Set(int queue, ulong table);
    bool Used(out int head, out int length);
    void Notify(int queue);
}

public sealed class VirtQueue(Device dev, ITransport transport, int queue)
{
    private const int Entries = 16;

    private struct Descriptor
    {
        public DmaAddr Bus;
        public int Length;
        public bool DeviceWrites;
        public int Next;
    }

    private readonly Descriptor[] _table = new Descriptor[Entries];
    private readonly object?[] _tokens = new object?[Entries];
    private int _freeHead;
    private int _freeCount = Entries;

    public void Init()
    {
        for (int i = 0; i < Entries; i++)
            _table[i].Next = i + 1;
        _freeHead = 0;
        _freeCount = Entries;
    }

    public bool Add(GuestBuffer[] outgoing, GuestBuffer[] incoming, object token)
    {
        int total = outgoing.Length + incoming.Length;
        if (total == 0 || total > _freeCount)
            return false;
        int head = _freeHead;
        int at = head;
        int mapped = 0;
        for (; mapped < total; mapped++)
        {
            bool deviceWrites = mapped >= outgoing.Length;
            var buffer = deviceWrites ? incoming[mapped - outgoing.Length] : outgoing[mapped];
            var bus = dev.MapSingle(buffer, buffer.Length, deviceWrites ? DmaDirection.FromDevice : DmaDirection.ToDevice);
            if (dev.MappingError(bus))
                break;
            _table[at].Bus = bus;
            _table[at].Length = buffer.Length;
            _table[at].DeviceWrites = deviceWrites;
            at = _table[at].Next;
        }
        if (mapped < total)
        {
            Undo(head, mapped);
            return false;
        }
        _freeHead = at;
        _freeCount -= total;
        _tokens[head] = token;
        transport.Notify(queue);
        return true;
    }

    private void Undo(int head, int mapped)
    {
        for (int at = head; mapped > 0; mapped--, at = _table[at].Next)
            Unmap(_table[at]);
    }

    private void Unmap(in Descriptor descriptor) =>
        dev.UnmapSingle(descriptor.Bus, descriptor.Length, descriptor.DeviceWrites ? DmaDirection.FromDevice : DmaDirection.ToDevice);

    public object? Get(out int length)
    {
        if (!transport.Used(out int head, out length) || head < 0 || head >= Entries)
            return null;
        if (_tokens[head] is not { } token)
            return null;
        Detach(head);
        return token;
    }

    private void Detach(int head)
    {
        _tokens[head] = null;
        int last = head;
        int count = 1;
        Unmap(_table[last]);
        while (_table[last].Next < Entries && count < Entries)
        {
            last = _table[last].Next;
            Unmap(_table[last]);
            count++;
        }
        _table[last].Next = _freeHead;
        _freeHead = head;
        _freeCount += count;
    }

    public IEnumerable<object> DetachUnused()
    {
        for (int i = 0; i < Entries; i++)
        {
            if (_tokens[i] is not { } token)
                continue;
            Detach(i);
            yield return token;
        }
    }
}
