using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>What a simulated device can drive: up to the last byte of its wider mask.</summary>
public sealed class BusMasterTests
{
    private static readonly byte[] Four = [1, 2, 3, 4];

    [Theory]
    [InlineData(0x17FFUL, 0UL, 0x17FCUL, 4)]
    [InlineData(0x17FFUL, 0UL, 0x17FEUL, 2)]
    [InlineData(0x17FFUL, 0UL, 0x1800UL, 0)]
    [InlineData(0UL, 0x1FFFUL, 0x1FFEUL, 2)]
    [InlineData(0x17FFUL, 0x1FFFUL, 0x17FEUL, 4)]
    [InlineData(ulong.MaxValue, 0UL, 0x1FFEUL, 4)]
    public void Bytes_up_to_the_wider_mask_are_driven(ulong mask, ulong coherentMask, ulong address, int driven)
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 4 });
        var device = new Device("isa", new DeviceTraits { DmaMask = mask, CoherentDmaMask = coherentMask });
        var bus = new BusMaster(machine, device);
        Exception? fault = Record.Exception(() => bus.Write(new DmaAddr(address), Four));
        Assert.Equal(Four.AsSpan(0, driven), machine.Memory.Cpu(new PhysAddr(address), driven));
        Assert.Equal(0, machine.Memory.Cpu(new PhysAddr(address + (ulong)driven), 1)[0]);
        Assert.Equal(driven == 4, fault is null);
        if (fault is not null) Assert.Equal($"isa drives bus address 0x{address + (ulong)driven:x}: its masks end at 0x{Math.Max(mask, coherentMask):x}", fault.Message);

        var seen = new byte[4];
        Assert.Equal(driven == 4, Record.Exception(() => bus.Read(new DmaAddr(address), seen)) is null);
        Assert.Equal(Four.AsSpan(0, driven), seen.AsSpan(0, driven));
    }

    [Fact]
    public void Who_does_not_ask_the_masks_drives_anything()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 4 });
        var device = new Device("isa", new DeviceTraits { DmaMask = 0xFFF, CoherentDmaMask = 0xFFF });
        var bus = new BusMaster(machine, device, checksMasks: false);
        bus.Write(new DmaAddr(0xFFE), Four);
        Assert.Equal(Four, machine.Memory.Cpu(new PhysAddr(0xFFE), 4).ToArray());
        Assert.Throws<MachineFaultException>(() => bus.Write(new DmaAddr(0x4000), Four));
    }

    [Fact]
    public void What_the_bus_subtracts_is_added_back()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 4 });
        var bus = new BusMaster(machine, new Device("pci", new DeviceTraits { BusOffset = 0x1000 }));
        bus.Write(new DmaAddr(0x123), Four);
        Assert.Equal(Four, machine.Memory.Cpu(new PhysAddr(0x1123), 4).ToArray());
    }
}
