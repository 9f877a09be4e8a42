// defect: an old card with a 32-bit register, a frame number of 32 bits, and a bus address that is guessed.
#nullable enable
using System;
using XenDma;

namespace Drivers.Widths;

public sealed class OldCard(Device dev, Action<int, uint> write, Action<ulong> writeWide)
{
    public bool Load(GuestBuffer image)
    {
        var bus = dev.MapSingle(image, 4096, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        uint low = (uint)bus.Value; // expect: XDMA5001
        write(0, low);
        dev.UnmapSingle(bus, 4096, DmaDirection.ToDevice);
        return true;
    }

    public void Guess(GuestBuffer image) => writeWide(new DmaAddr(image.Address.Value).Value); // expect: XDMA5003

    public ulong Table(uint pfn) => (ulong)(pfn << 12); // expect: XDMA5002

    public bool Next(GuestBuffer image)
    {
        var bus = dev.MapSingle(image, 4096, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        var second = bus + 8192; // expect: XDMA5004
        writeWide(second.Value);
        dev.UnmapSingle(bus, 4096, DmaDirection.ToDevice);
        return true;
    }
}
