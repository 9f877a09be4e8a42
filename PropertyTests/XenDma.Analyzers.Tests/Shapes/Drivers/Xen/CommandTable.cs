// defect: requests by tag in a dictionary; the time-out path forgets the mapping, and the error path unmaps the other way round.
#nullable enable
using System;
using System.Collections.Generic;
using XenDma;

namespace Drivers.Tags;

public delegate void Doorbell(int tag, DmaAddr address, int length);

public sealed class CommandTable(Device dev, Doorbell ring)
{
    private readonly Dictionary<int, Pending> _pending = new();
    private int _next;

    private sealed record Pending(GuestBuffer Buffer, DmaAddr Address, int Length, DmaDirection Direction);

    public int Issue(GuestBuffer buffer, int length)
    {
        var address = dev.MapSingle(buffer, length, DmaDirection.ToDevice);
        if (dev.MappingError(address))
            return -1;
        int tag = ++_next;
        _pending.Add(tag, new Pending(buffer, address, length, DmaDirection.ToDevice));
        ring(tag, address, length);
        return tag;
    }

    public int IssueChecked(GuestBuffer buffer, int length, int limit)
    {
        var address = dev.MapSingle(buffer, length, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(address))
            return -1;
        if (_pending.Count >= limit)
            return -2;
        int tag = ++_next;
        _pending[tag] = new Pending(buffer, address, length, DmaDirection.ToDevice);
        ring(tag, address, length);
        return tag;
    }

    public bool Complete(int tag)
    {
        if (!_pending.Remove(tag, out var done))
            return false;
        dev.UnmapSingle(done.Address, done.Length, done.Direction);
        return true;
    }

    public bool CompleteTwice(int tag, bool retry)
    {
        if (!_pending.TryGetValue(tag, out var done))
            return false;
        dev.UnmapSingle(done.Address, done.Length, DmaDirection.ToDevice);
        if (retry)
            dev.UnmapSingle(done.Address, done.Length, DmaDirection.ToDevice); // expect: XDMA1003
        _pending.Remove(tag);
        return true;
    }

    public void Abort()
    {
        foreach (var (_, entry) in _pending)
            dev.UnmapSingle(entry.Address, entry.Length, entry.Direction);
        _pending.Clear();
    }
}
