// clean: transmit ring of a network driver: fragments, partial unwind, completion by index, watchdog reset.
using System;
using XenDma;

namespace Cases.CleanNetTx;

public interface INic
{
    uint Tail { set; }
    uint Head { get; }
    bool Ready();
    void Kick();
}

public sealed record Packet(GuestBuffer Head, GuestBuffer[] Fragments);

public sealed class TxRing : IDisposable
{
    private const int Size = 64;

    private struct Slot
    {
        public DmaAddr Bus;
        public int Length;
        public bool IsPage;
        public Packet? Owner;
    }

    private readonly Device _dev;
    private readonly INic _nic;
    private readonly Slot[] _slots = new Slot[Size];
    private readonly GuestBuffer _descriptors;
    private readonly DmaAddr _descriptorsBus;
    private uint _next;
    private uint _clean;

    public TxRing(Device dev, INic nic)
    {
        _dev = dev;
        _nic = nic;
        _descriptors = dev.AllocCoherent(Size * 16, out _descriptorsBus) ?? throw new InvalidOperationException("no memory");
    }

    private int Free => Size - (int)(_next - _clean);

    public bool Send(Packet packet)
    {
        int needed = packet.Fragments.Length + 1;
        if (Free < needed || !_nic.Ready())
            return false;

        uint first = _next;
        if (!MapOne(packet.Head, ref _slots[first % Size]))
            return false;
        uint at = first + 1;
        foreach (var fragment in packet.Fragments)
        {
            if (!MapOne(fragment, ref _slots[at % Size]))
            {
                Unwind(first, at);
                return false;
            }
            at++;
        }

        for (uint i = first; i != at; i++)
            Describe(i, last: i + 1 == at);
        _slots[(at - 1) % Size].Owner = packet;
        _next = at;
        _nic.Tail = at % Size;
        _nic.Kick();
        return true;
    }

    private bool MapOne(GuestBuffer buffer, ref Slot slot)
    {
        var bus = _dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
            return false;
        slot.Bus = bus;
        slot.Length = buffer.Length;
        slot.IsPage = false;
        return true;
    }

    private void Unwind(uint from, uint to)
    {
        while (to != from)
        {
            to--;
            Unmap(ref _slots[to % Size]);
        }
    }

    private void Unmap(ref Slot slot)
    {
        if (slot.Length == 0)
            return;
        if (slot.IsPage)
            _dev.UnmapPage(slot.Bus, slot.Length, DmaDirection.ToDevice);
        else
            _dev.UnmapSingle(slot.Bus, slot.Length, DmaDirection.ToDevice);
        slot.Length = 0;
        slot.Owner = null;
    }

    private void Describe(uint index, bool last)
    {
        ref Slot slot = ref _slots[index % Size];
        Span<byte> d = _descriptors.Span.Slice((int)(index % Size) * 16, 16);
        BitConverter.TryWriteBytes(d, slot.Bus.Value);
        BitConverter.TryWriteBytes(d[8..], slot.Length);
        d[12] = last ? (byte)1 : (byte)0;
    }

    public int Complete(int budget)
    {
        int done = 0;
        uint head = _nic.Head;
        while (done < budget && _clean % Size != head && _clean != _next)
        {
            ref Slot slot = ref _slots[_clean % Size];
            bool whole = slot.Owner is not null;
            Unmap(ref slot);
            _clean++;
            if (whole)
                done++;
        }
        return done;
    }

    public void Reset()
    {
        for (; _clean != _next; _clean++)
            Unmap(ref _slots[_clean % Size]);
        _next = _clean = 0;
    }

    public void Dispose()
    {
        Reset();
        _dev.FreeCoherent(Size * 16, _descriptors, _descriptorsBus);
    }
}
