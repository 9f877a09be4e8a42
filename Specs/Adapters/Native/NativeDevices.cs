using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace XenDma.Specs.Adapters.Native;

/// <summary>The devices of a run as a library sees them. Each keeps its address for as long as the run lasts: a library may know it by that.</summary>
internal sealed unsafe class NativeDevices : IDisposable
{
    private readonly List<(Device Device, nint Block)> _known = [];

    /// <summary>The device as it is now; NULL for none. Ids count the devices in the order in which they are first used.</summary>
    internal XdDevice* Of(Device? device)
    {
        if (device is null) return null;
        XdDevice* block = Find(device);
        block->DmaMask = device.DmaMask;
        block->CoherentMask = device.CoherentDmaMask;
        block->SegmentBoundaryMask = device.SegmentBoundaryMask;
        block->MinAlignMask = device.MinAlignMask;
        return block;
    }

    public void Dispose()
    {
        foreach ((_, nint block) in _known) NativeMemory.Free((void*)block);
        _known.Clear();
    }

    private XdDevice* Find(Device device)
    {
        foreach ((Device known, nint at) in _known)
        {
            if (ReferenceEquals(known, device)) return (XdDevice*)at;
        }

        var block = (XdDevice*)NativeMemory.AllocZeroed((nuint)sizeof(XdDevice));
        block->Id = (uint)_known.Count;
        block->Flags = device.IsCoherent ? 0 : NativeAbi.NonCoherent;
        _known.Add((device, (nint)block));
        return block;
    }
}
