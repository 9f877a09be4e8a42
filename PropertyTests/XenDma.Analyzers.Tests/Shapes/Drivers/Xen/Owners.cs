// defect: owners in a class hierarchy; the base's mapping is disposed, the derived one forgets its own on an error path.
#nullable enable
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using XenDma;

namespace Drivers.Owners;

[DmaContract(DmaRole.Submit)] public delegate void Starter(DmaAddr header, DmaAddr payload);

public abstract class Channel(Device dev, GuestBuffer header) : IDisposable
{
    private readonly DmaMapping _header = dev.Map(header, DmaDirection.ToDevice);

    protected Device Device => dev;

    protected DmaAddr HeaderAddress => _header.Address;

    public virtual void Dispose()
    {
        _header.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class DataChannel(Device dev, GuestBuffer header, Starter start) : Channel(dev, header)
{
    private readonly Stack<DmaMapping> _live = new();

    public bool Push(GuestBuffer payload)
    {
        var mapping = Device.Map(payload, DmaDirection.ToDevice);
        start(HeaderAddress, mapping.Address);
        _live.Push(mapping);
        return true;
    }

    public bool PushSmall(GuestBuffer payload, int limit)
    {
        var mapping = Device.Map(payload, DmaDirection.ToDevice); // expect: XDMA1004
        if (mapping.Length > limit)
            return false;
        start(HeaderAddress, mapping.Address);
        _live.Push(mapping);
        return true;
    }

    public bool TryBorrow(GuestBuffer payload, [NotNullWhen(true)] out DmaMapping? mapping)
    {
        mapping = null;
        if (payload.Length == 0)
            return false;
        mapping = Device.Map(payload, DmaDirection.Bidirectional);
        return true;
    }

    public byte Roundtrip(GuestBuffer payload)
    {
        if (!TryBorrow(payload, out var mapping))
            return 0;
        using (mapping)
        {
            start(HeaderAddress, mapping.Address);
            mapping.SyncForCpu();
            payload[0] = 1;
            start(HeaderAddress, mapping.Address); // expect: XDMA4003
        }
        return payload[0];
    }

    public override void Dispose()
    {
        while (_live.TryPop(out var mapping))
            mapping.Dispose();
        base.Dispose();
    }
}
