using System.Collections.Generic;

namespace XenDma.Samples.ReceiveRing;

/// <summary>The receive path of a Plover card. Buffers stay mapped: a frame is copied out and its buffer goes back to the card. A buffer
/// that a frame did not fit in is replaced by one for frames of 9,000 bytes.</summary>
/// <param name="ring">The ring, which outlives the receiver.</param>
public sealed class PloverReceiver(PloverRing ring)
{
    /// <summary>A buffer for the largest frame of a network with an MTU of 9,000 bytes.</summary>
    public const int LargeBuffer = 9216;

    private const int LargeOrder = 2;
    private const int ShortestFrame = 14;

    private int _next;

    /// <summary>Frames that the card reported and the driver did not take.</summary>
    public int Dropped { get; private set; }

    /// <summary>Buffers that were replaced by larger ones.</summary>
    public int Grown { get; private set; }

    /// <summary>Takes the frames that have come in, at most one a descriptor.</summary>
    /// <returns>The number of descriptors that went back to the card.</returns>
    public int Poll(ICollection<byte[]> received)
    {
        int polled = 0;
        for (; polled < ring.Count && ring.IsDone(_next, out uint length); polled++)
        {
            Take(ring[_next], length, received);
            ring.Post(_next, ring[_next].Address, ring[_next].Buffer.Length);
            _next = (_next + 1) % ring.Count;
        }

        return polled;
    }

    private void Take(ReceiveSlot slot, uint length, ICollection<byte[]> received)
    {
        if (length < ShortestFrame || length > (uint)slot.Buffer.Length)
        {
            Dropped++;
            if (length > (uint)slot.Buffer.Length && length <= LargeBuffer) Grow(slot);
            return;
        }

        // No more than the frame: a bounced buffer costs a copy of what is synced.
        var frame = new byte[length];
        ring.Device.SyncSingleForCpu(slot.Address, frame.Length, DmaDirection.FromDevice);
        slot.Buffer.Read(0, frame);
        ring.Device.SyncSingleForDevice(slot.Address, frame.Length, DmaDirection.FromDevice);
        received.Add(frame);
    }

    /// <summary>The new buffer is mapped before the old one is given up: where that fails, the ring goes on with the old one.</summary>
    private void Grow(ReceiveSlot slot)
    {
        if (ring.TryAllocPages(LargeOrder) is not { } pages) return;
        GuestBuffer larger = pages.Slice(0, LargeBuffer);
        DmaAddr address = ring.Device.MapSingle(larger, LargeBuffer, DmaDirection.FromDevice);
        if (ring.Device.MappingError(address))
        {
            ring.FreePages(pages);
            return;
        }

        ring.Device.UnmapSingle(slot.Address, slot.Buffer.Length, DmaDirection.FromDevice);
        slot.Replace(larger, address);
        Grown++;
    }
}
