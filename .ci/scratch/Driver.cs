using XenDma;

namespace Scratch;

/// <summary>A driver with a misuse: the buffer is handed back to the device after its mapping has ended.</summary>
public static class Driver
{
    public static bool Send(Device device, GuestBuffer frame)
    {
        DmaAddr address = device.MapSingle(frame, 1500, DmaDirection.ToDevice);
        if (device.MappingError(address)) return false;
        device.UnmapSingle(address, 1500, DmaDirection.ToDevice);
        device.SyncSingleForDevice(address, 1500, DmaDirection.ToDevice);
        return true;
    }
}
