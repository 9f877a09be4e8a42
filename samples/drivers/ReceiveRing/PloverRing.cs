using System;
using System.Collections.Generic;

namespace XenDma.Samples.ReceiveRing;

/// <summary>The life of a Plover card's receive ring: masks, descriptors, buffers, mappings, and all of it back.</summary>
public sealed class PloverRing : IDisposable
{
    /// <summary>A buffer for a frame of the usual 1,514 bytes. Packed densely, so that some lie across two pages.</summary>
    public const int SmallBuffer = 1600;

    private const int ChunkOrder = 3;
    private const int ChunkBytes = 4096 << ChunkOrder;

    private readonly XenGuest _guest;
    private readonly ICardRegisters _card;
    private readonly int _descriptorBytes;
    private readonly List<GuestBuffer> _pages = [];
    private readonly List<ReceiveSlot> _slots = [];
    private GuestBuffer? _descriptors;
    private DmaAddr _descriptorBus;

    private PloverRing(XenGuest guest, Device device, ICardRegisters card, int count)
    {
        _guest = guest;
        _card = card;
        _descriptorBytes = count * Descriptor.Size;
        Device = device;
    }

    /// <summary>The card's device.</summary>
    public Device Device { get; }

    /// <summary>The number of descriptors; one of them is always the driver's.</summary>
    public int Count => _slots.Count;

    /// <summary>The place of a descriptor.</summary>
    public ReceiveSlot this[int index] => _slots[index];

    /// <summary>Sets the ring up and lets the card receive.</summary>
    /// <param name="guest">Where pages come from.</param>
    /// <param name="device">The card's device.</param>
    /// <param name="card">The card's registers.</param>
    /// <param name="count">The number of descriptors, at least 2.</param>
    /// <returns>null = the card's reach is not supported, or no memory, or no mapping; nothing is left behind.</returns>
    public static PloverRing? TryOpen(XenGuest guest, Device device, ICardRegisters card, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        int bits = (int)card.Read(CardRegister.AddressBits);
        if (!device.SetMaskAndCoherent(ulong.MaxValue >> (64 - bits))) return null;
        var ring = new PloverRing(guest, device, card, count);
        if (ring.TryAllocDescriptors() && ring.TryFill(count))
        {
            ring.Start();
            return ring;
        }

        ring.Dispose();
        return null;
    }

    /// <summary>Gives a buffer to the card.</summary>
    public void Post(int index, DmaAddr address, int length)
    {
        Descriptor.Write(At(index), address, length);

        // Tail stays one behind: the descriptor just written is the card's when the next one is posted, for a full ring looks empty.
        _card.Write(CardRegister.Tail, (ulong)index);
    }

    /// <summary>Asks whether the card is done with a descriptor.</summary>
    /// <param name="index">The descriptor.</param>
    /// <param name="length">What the card says, not yet believed.</param>
    public bool IsDone(int index, out uint length)
    {
        Span<byte> descriptor = At(index);
        length = 0;
        if (!Descriptor.IsDone(descriptor)) return false;

        // Only now: the card writes length and flag together, and a length read before the flag may be the driver's own.
        length = Descriptor.Length(descriptor);
        return true;
    }

    /// <summary>Takes pages that live as long as the ring.</summary>
    public GuestBuffer? TryAllocPages(int order)
    {
        GuestBuffer? pages = _guest.AllocPages(order);
        if (pages is not null) _pages.Add(pages);
        return pages;
    }

    /// <summary>Gives pages back early.</summary>
    /// <param name="pages">What <see cref="TryAllocPages"/> gave.</param>
    public void FreePages(GuestBuffer pages)
    {
        if (_pages.Remove(pages)) _guest.FreePages(pages);
    }

    /// <summary>Stops the card and undoes the set-up, however far it came; once more does nothing.</summary>
    public void Dispose()
    {
        _card.Write(CardRegister.Enable, 0);
        foreach (ReceiveSlot slot in _slots) Device.UnmapSingle(slot.Address, slot.Buffer.Length, DmaDirection.FromDevice);
        _slots.Clear();
        foreach (GuestBuffer pages in _pages) _guest.FreePages(pages);
        _pages.Clear();
        if (_descriptors is null) return;
        Device.FreeCoherent(_descriptorBytes, _descriptors, _descriptorBus);
        _descriptors = null;
    }

    private bool TryAllocDescriptors()
    {
        _descriptors = Device.AllocCoherent(_descriptorBytes, out _descriptorBus);
        return _descriptors is not null;
    }

    private bool TryFill(int count)
    {
        while (_slots.Count < count)
        {
            if (TryAllocPages(ChunkOrder) is not { } chunk) return false;
            for (int offset = 0; offset + SmallBuffer <= ChunkBytes && _slots.Count < count; offset += SmallBuffer)
            {
                GuestBuffer buffer = chunk.Slice(offset, SmallBuffer);
                DmaAddr address = Device.MapSingle(buffer, SmallBuffer, DmaDirection.FromDevice);
                if (Device.MappingError(address)) return false;
                _slots.Add(new ReceiveSlot(buffer, address));
            }
        }

        return true;
    }

    private void Start()
    {
        _card.Write(CardRegister.RingBase, _descriptorBus.Value);
        _card.Write(CardRegister.RingLength, (ulong)Count);
        for (int i = 0; i < Count; i++) Post(i, _slots[i].Address, _slots[i].Buffer.Length);
        _card.Write(CardRegister.Enable, 1);
    }

    private Span<byte> At(int index) => _descriptors!.Span.Slice(index * Descriptor.Size, Descriptor.Size);
}
