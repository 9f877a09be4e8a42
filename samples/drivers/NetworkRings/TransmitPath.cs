using System;
using System.Collections.Generic;

namespace XenDma.Samples.NetworkRings;

/// <summary>What became of a frame that was to be sent.</summary>
public enum Sending
{
    /// <summary>The card has it; the ring frees it when it is sent.</summary>
    Queued,

    /// <summary>The ring has no room: ask again when some of it was sent. The frame is still the caller's.</summary>
    RingFull,

    /// <summary>Some part of it could not be mapped; nothing of it is mapped any more. The frame is still the caller's.</summary>
    NotMapped,
}

/// <summary>The transmit path: a frame takes one descriptor for its head and one for each fragment.</summary>
/// <param name="device">The card's device.</param>
/// <param name="registers">The card.</param>
/// <param name="ring">The descriptors.</param>
public sealed class TransmitPath(Device device, INicRegisters registers, DescriptorRing ring)
{
    private readonly TransmitSlot[] _slots = new TransmitSlot[ring.Count];
    private int _first;
    private int _next;

    /// <summary>Descriptors that the card has.</summary>
    public int Pending { get; private set; }

    /// <summary>Frames that were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Frames that a reset took from the ring, sent or not.</summary>
    public int Lost { get; private set; }

    /// <summary>Sets up a card whose ring is empty.</summary>
    public void Start()
    {
        _first = _next = 0;
        registers.Write(NicRegister.TransmitBase, ring.Bus.Value);
        registers.Write(NicRegister.TransmitLength, (ulong)ring.Count);
        registers.Write(NicRegister.TransmitTail, 0);
    }

    /// <summary>Gives a frame to the card.</summary>
    public Sending TrySend(TransmitFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);

        // One descriptor stays free: a full ring would look like an empty one.
        if (frame.Fragments.Count + 1 > ring.Count - 1 - Pending) return Sending.RingFull;
        List<TransmitSlot> mapped = [];
        if (!TryMap(frame, mapped))
        {
            foreach (TransmitSlot slot in mapped) Unmap(slot);
            return Sending.NotMapped;
        }

        for (int i = 0; i < mapped.Count; i++)
        {
            bool isLast = i == mapped.Count - 1;
            _slots[_next] = mapped[i] with { Frame = isLast ? frame : null };
            ring.Post(_next, mapped[i].Address, mapped[i].Length, isLast ? Descriptor.EndOfFrame : 0);
            _next = ring.After(_next);
        }

        // Once for all: the card must not begin a frame that is posted in part.
        Pending += mapped.Count;
        registers.Write(NicRegister.TransmitTail, (ulong)_next);
        return Sending.Queued;
    }

    /// <summary>Takes back what was sent.</summary>
    /// <returns>The number of frames.</returns>
    public int Reap()
    {
        int before = Sent;
        while (Pending > 0 && ring.IsDone(_first, out _, out _))
        {
            if (TakeBack()) Sent++;
        }

        return Sent - before;
    }

    /// <summary>Takes all back from a card that is stopped.</summary>
    public void Clear()
    {
        Reap();
        while (Pending > 0)
        {
            if (TakeBack()) Lost++;
        }
    }

    private bool TryMap(TransmitFrame frame, List<TransmitSlot> mapped)
    {
        DmaAddr head = device.MapSingle(frame.Head, frame.Head.Length, DmaDirection.ToDevice);
        if (device.MappingError(head)) return false;
        mapped.Add(new TransmitSlot(head, frame.Head.Length, IsPage: false, null));
        foreach (TransmitFrame.Fragment fragment in frame.Fragments)
        {
            DmaAddr address = device.MapPage(fragment.Page, fragment.Offset, fragment.Length, DmaDirection.ToDevice);
            if (device.MappingError(address)) return false;
            mapped.Add(new TransmitSlot(address, fragment.Length, IsPage: true, null));
        }

        return true;
    }

    /// <summary>Ends the oldest descriptor's mapping.</summary>
    /// <returns>Whether a frame ended with it.</returns>
    private bool TakeBack()
    {
        TransmitSlot slot = _slots[_first];
        _slots[_first] = default;
        Unmap(slot);
        slot.Frame?.Free();
        _first = ring.After(_first);
        Pending--;
        return slot.Frame is not null;
    }

    private void Unmap(in TransmitSlot slot)
    {
        if (slot.IsPage) device.UnmapPage(slot.Address, slot.Length, DmaDirection.ToDevice);
        else device.UnmapSingle(slot.Address, slot.Length, DmaDirection.ToDevice);
    }
}
