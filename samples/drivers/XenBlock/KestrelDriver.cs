using System;

namespace XenDma.Samples.XenBlock;

/// <summary>The driver of a Kestrel controller: the function's life, in configuration space and out of it.</summary>
public sealed class KestrelDriver : IDisposable
{
    /// <summary>Device and vendor.</summary>
    public const uint Id = 0x0042_1D5A;

    private readonly IPciConfig _config;
    private readonly IKestrelRegisters _registers;
    private readonly CommandTable _table;

    private KestrelDriver(Device device, IPciConfig config, IKestrelRegisters registers, CommandTable table)
    {
        _config = config;
        _registers = registers;
        _table = table;
        Queue = new BlockRequests(device, registers, table);
        Sectors = registers.Read(KestrelRegister.Sectors);
    }

    /// <summary>The requests.</summary>
    public BlockRequests Queue { get; }

    /// <summary>The number of sectors.</summary>
    public uint Sectors { get; }

    /// <summary>Sets the controller up.</summary>
    /// <param name="device">Its device.</param>
    /// <param name="config">Its configuration space.</param>
    /// <param name="ioremap">The registers at a machine address; null = there are none.</param>
    /// <returns>null = no such controller, or the reach is not supported, or no memory; nothing is left behind.</returns>
    public static KestrelDriver? TryProbe(Device device, IPciConfig config, Func<PhysAddr, IKestrelRegisters?> ioremap)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(ioremap);
        if (!config.TryRead(PciRegister.Id, 4, out uint id) || id != Id) return null;
        if (!config.TryRead(PciRegister.Bar0, 4, out uint bar)) return null;

        // I/O memory has its own number on both sides: the machine address is the guest's.
        if (ioremap(new PhysAddr(bar & ~PciRegister.BarFlags)) is not { } registers) return null;
        if (!device.SetMaskAndCoherent(uint.MaxValue)) return null;
        device.SetSegmentBoundary(RegionTable.Boundary);
        if (CommandTable.TryAlloc(device) is not { } table) return null;

        // It may do DMA from here on, and has forgotten what somebody else told it.
        registers.Write(KestrelRegister.Reset, 1);
        if (config.TryWrite(PciRegister.Command, 2, PciRegister.MemorySpace | PciRegister.BusMaster))
        {
            registers.Write(KestrelRegister.Table, table.Address);
            return new KestrelDriver(device, config, registers, table);
        }

        table.Dispose();
        return null;
    }

    /// <summary>Stops the controller, takes DMA away from it, then gives all memory back.</summary>
    public void Dispose()
    {
        _registers.Write(KestrelRegister.Reset, 1);
        _config.TryWrite(PciRegister.Command, 2, 0);
        Queue.Clear();
        _table.Dispose();
    }
}
