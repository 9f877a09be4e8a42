using System;
using XenDma.Machines;

namespace XenDma;

/// <summary>The bus as a device drives it: reads and writes at bus addresses, frame by frame, wherever their machine frames lie.</summary>
/// <param name="machine">The machine.</param>
/// <param name="device">The device.</param>
/// <param name="checksMasks">Whether an address above both of the device's masks is a fault; a real device would cut it off.</param>
public sealed class BusMaster(Machine machine, Device device, bool checksMasks = true)
{
    /// <summary>The device reads memory.</summary>
    /// <exception cref="MachineFaultException">The device cannot drive the address, or a frame behind it is not this guest's.</exception>
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
    /// <exception cref="MachineFaultException">The device cannot drive the address, or a frame behind it is not this guest's; what lies before
    /// it is written.</exception>
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
        ulong mask = Math.Max(device.DmaMask, device.CoherentDmaMask);
        if (checksMasks && address.Value > mask) throw new MachineFaultException($"{device} drives bus address {address}: its masks end at 0x{mask:x}");
        if (!machine.TryReach(address + device.BusOffset, out phys))
            throw new MachineFaultException($"{device} drives bus address {address}: {address.Mfn} is not this guest's");
        ulong inPage = XenPage.Size - (address.Value & XenPage.OffsetMask);
        return (int)Math.Min((ulong)left, checksMasks ? Math.Min(inPage - 1, mask - address.Value) + 1 : inPage);
    }
}
