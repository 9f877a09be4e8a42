using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace XenDma.Samples.ReceiveRing.Broken;

/// <summary><see cref="PloverReceiver"/> with one bug, which XDMA1001 finds: see <see cref="Recycle"/>.</summary>
/// <param name="ring">The ring, which outlives the receiver.</param>
public sealed class HastyReceiver(PloverRing ring)
{
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
            Recycle(_next, length, received);
            _next = (_next + 1) % ring.Count;
        }

        return polled;
    }

    /// <summary>The bug: where the buffer was replaced, <c>address</c> is still the old one, unmapped by then. It is synced, and
    /// posted.</summary>
    private void Recycle(int index, uint length, ICollection<byte[]> received)
    {
        ReceiveSlot slot = ring[index];
        DmaAddr address = slot.Address;
        int filled = (int)Math.Min(length, (uint)slot.Buffer.Length);
        ring.Device.SyncSingleForCpu(address, filled, DmaDirection.FromDevice);
        if (length >= ShortestFrame && length <= (uint)slot.Buffer.Length)
        {
            var frame = new byte[filled];
            slot.Buffer.Read(0, frame);
            received.Add(frame);
        }
        else
        {
            Dropped++;
            bool isTooLong = length > (uint)slot.Buffer.Length && length <= PloverReceiver.LargeBuffer;
            if (isTooLong && TryMapLarger(out GuestBuffer? larger, out DmaAddr replacement))
            {
                ring.Device.UnmapSingle(address, slot.Buffer.Length, DmaDirection.FromDevice);
                slot.Replace(larger, replacement);
                Grown++;
            }
        }

        ring.Device.SyncSingleForDevice(address, filled, DmaDirection.FromDevice); // expect: XDMA1001
        ring.Post(index, address, slot.Buffer.Length);
    }

    private bool TryMapLarger([NotNullWhen(true)] out GuestBuffer? larger, out DmaAddr address)
    {
        larger = null;
        address = default;
        if (ring.TryAllocPages(LargeOrder) is not { } pages) return false;
        GuestBuffer buffer = pages.Slice(0, PloverReceiver.LargeBuffer);
        address = ring.Device.MapSingle(buffer, PloverReceiver.LargeBuffer, DmaDirection.FromDevice);
        if (ring.Device.MappingError(address))
        {
            ring.FreePages(pages);
            return false;
        }

        larger = buffer;
        return true;
    }
}
