// clean: a ref struct that owns a mapping for a scope; extension members and collection expressions around it.
#nullable enable
using System;
using System.Collections.Generic;
using XenDma;

namespace Drivers.Scopes;

public ref struct MappedScope
{
    private readonly Device _device;
    private readonly int _bytes;
    private readonly DmaDirection _direction;
    private DmaAddr _address;

    public MappedScope(Device device, GuestBuffer buffer, int bytes, DmaDirection direction)
    {
        _device = device;
        _bytes = bytes;
        _direction = direction;
        _address = device.MapSingle(buffer, bytes, direction);
        IsMapped = !device.MappingError(_address);
    }

    public bool IsMapped { get; private set; }

    public readonly DmaAddr Address => _address;

    public void Dispose()
    {
        if (!IsMapped)
            return;
        _device.UnmapSingle(_address, _bytes, _direction);
        IsMapped = false;
    }
}

public static class DeviceScopes
{
    extension(Device device)
    {
        public MappedScope Lend(GuestBuffer buffer, int bytes) => new(device, buffer, bytes, DmaDirection.ToDevice);
    }
}

public sealed class Sender(Device device, Action<DmaAddr, int> kick)
{
    public bool Send(GuestBuffer frame, int bytes)
    {
        using var scope = device.Lend(frame, bytes);
        if (!scope.IsMapped)
            return false;
        kick(scope.Address, bytes);
        return true;
    }

    public int SendAll(IReadOnlyList<GuestBuffer> frames)
    {
        List<int> failed = [];
        for (int i = 0; i < frames.Count; i++)
        {
            if (!Send(frames[i], frames[i].Length))
                failed = [.. failed, i];
        }
        return frames.Count - failed.Count;
    }
}
