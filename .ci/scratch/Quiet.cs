using System.Diagnostics.CodeAnalysis;
using XenDma;

namespace Scratch;

/// <summary>Misuse that is suppressed, each in its way, and a mapping that only an editor speaks of.</summary>
public static class Quiet
{
    public static void Pragma(Device device, DmaAddr address)
    {
        device.UnmapSingle(address, 64, DmaDirection.ToDevice);
#pragma warning disable XDMA1001 // the test wants the sync to fail
        device.SyncSingleForDevice(address, 64, DmaDirection.ToDevice);
#pragma warning restore XDMA1001
    }

    [SuppressMessage("XenDma.Lifetime", "XDMA1001", Justification = "the test wants the sync to fail")]
    public static void Attribute(Device device, DmaAddr address)
    {
        device.UnmapSingle(address, 64, DmaDirection.ToDevice);
        device.SyncSingleForDevice(address, 64, DmaDirection.ToDevice);
    }

    public static bool Large(Device device, GuestBuffer buffer)
    {
        DmaAddr address = device.MapSingle(buffer, 1 << 20, DmaDirection.ToDevice);
        if (device.MappingError(address)) return false;
        device.UnmapSingle(address, 1 << 20, DmaDirection.ToDevice);
        return true;
    }
}
