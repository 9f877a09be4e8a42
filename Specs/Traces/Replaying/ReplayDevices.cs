using System;
using System.Collections.Generic;

namespace XenDma.Specs.Traces.Replaying;

/// <summary>The devices of a replay as they are at a moment: masks, kept bits and boundary change while a driver probes.</summary>
internal sealed class ReplayDevices
{
    private const int MaxDevices = 1 << 16;

    private readonly Dictionary<string, (DeviceTraits Traits, Device Device)> _devices = new(StringComparer.Ordinal);

    /// <summary>The device of an event, with what the event tells of it.</summary>
    internal Device Of(TraceEvent read)
    {
        string name = string.IsNullOrEmpty(read.Device) ? "NULL" : read.Device;
        bool known = _devices.TryGetValue(name, out (DeviceTraits Traits, Device Device) entry);
        DeviceTraits traits = known ? entry.Traits : new DeviceTraits { DmaMask = ulong.MaxValue };
        DeviceTraits told = traits with
        {
            DmaMask = read.Mask ?? traits.DmaMask,
            CoherentDmaMask = read.CoherentMask ?? traits.CoherentDmaMask,
            MinAlignMask = read.Slots?.MinAlignMask ?? read.Marker?.MinAlignMask ?? traits.MinAlignMask,
            SegmentBoundaryMask = BoundaryOf(read) ?? traits.SegmentBoundaryMask,
        };
        if (known && told == traits) return entry.Device;
        var device = new Device(name, told);
        if (known || _devices.Count < MaxDevices) _devices[name] = (told, device);
        return device;
    }

    /// <summary>All ones is the kernel's word for none.</summary>
    private static ulong? BoundaryOf(TraceEvent read) => (read.Slots?.BoundaryMask ?? read.Marker?.BoundaryMask) switch
    {
        ulong.MaxValue => 0,
        var told => told,
    };
}
