using System;
using XenDma.Machines;

namespace XenDma;

/// <summary>The bus as a device drives it: reads and writes at bus addresses, frame by frame, wherever their machine frames lie.</summary>
public sealed class BusMaster(Machine machine, Device device)
{
    /// <summary>The device reads memory.</summary>
    /// <exception cref="MachineFaultException">A frame behind the address is not this guest's.</exception>
    public void Read(DmaAddr address, Span<byte> destination)
    {
        for (int done = 0; done < destination.Length;)
        {
            int length = Piece(address + (ulong)done, destination.Length - done, out PhysAddr phys);
            machine.Memory.DeviceRead(phys, destination.Slice(done, length), device.IsCoherent);
            done += length;
        }
    }

    /// <summary>The device writes memory.</summary>
    /// <exception cref="MachineFaultException">A frame behind the address is not this guest's; what lies before it is written.</exception>
    public void Write(DmaAddr address, ReadOnlySpan<byte> source)
    {
        for (int done = 0; done < source.Length;)
        {
            int length = Piece(address + (ulong)done, source.Length - done, out PhysAddr phys);
            machine.Memory.DeviceWrite(phys, source.Slice(done, length), device.IsCoherent);
            done += length;
        }
    }

    private int Piece(DmaAddr address, int left, out PhysAddr phys)
    {
        if (!machine.TryReach(address, out phys))
            throw new MachineFaultException($"{device} drives bus address {address}: {address.Mfn} is not this guest's");
        return (int)Math.Min((ulong)left, XenPage.Size - (address.Value & XenPage.OffsetMask));
    }
}
