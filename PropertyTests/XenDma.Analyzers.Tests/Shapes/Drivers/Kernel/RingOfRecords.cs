// clean: a ring of records with raw addresses, filled and emptied by index; what is read was synced.
#nullable enable
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Basalt.Dma;

namespace Drivers.Records;

public sealed class RingOfRecords(Adapter card) : IDisposable
{
    private const nuint Bytes = 1536;
    private readonly Queue<Entry> _ring = new(32);

    private readonly record struct Entry(IntPtr Page, ulong Bus, nuint Size);

    public int Fill(IEnumerable<IntPtr> pages)
    {
        int filled = 0;
        foreach (IntPtr page in pages)
        {
            if (Attach(page) is not { } entry)
                return filled;
            _ring.Enqueue(entry);
            card.Start(entry.Bus, entry.Size);
            filled++;
        }
        return filled;
    }

    private Entry? Attach(IntPtr page)
    {
        ulong bus = Bus.AttachSingle(card, page, Bytes, Flow.FromCard);
        return Bus.HasFailed(card, bus) ? null : new Entry(page, bus, Bytes);
    }

    public byte[] Take()
    {
        if (!_ring.TryDequeue(out var entry))
            return [];
        if (!card.WaitDone(100))
        {
            card.Halt();
            Bus.DetachSingle(card, entry.Bus, entry.Size, Flow.FromCard);
            return [];
        }
        Bus.GiveToCpu(card, entry.Bus, 0, entry.Size, Flow.FromCard);
        byte[] data = new byte[(int)entry.Size];
        Marshal.Copy(entry.Page, data, 0, data.Length);
        Bus.DetachSingle(card, entry.Bus, entry.Size, Flow.FromCard);
        return data;
    }

    public void Dispose()
    {
        card.Halt();
        foreach (var (_, bus, size) in _ring)
            Bus.DetachSingle(card, bus, size, Flow.FromCard);
        _ring.Clear();
    }
}
