using System;

namespace XenDma.Samples.XenBlock;

/// <summary>The commands and their regions, in one piece of coherent memory.</summary>
public sealed class CommandTable : IDisposable
{
    private const int RegionBytes = RegionTable.MaxRegions * RegionTable.EntrySize;
    private const int RegionsAt = KestrelCommand.Slots * KestrelCommand.Size;
    private const int Bytes = RegionsAt + (KestrelCommand.Slots * RegionBytes);

    private readonly Device _device;
    private readonly GuestBuffer _memory;
    private readonly DmaAddr _bus;

    private CommandTable(Device device, GuestBuffer memory, DmaAddr bus)
    {
        _device = device;
        _memory = memory;
        _bus = bus;
    }

    /// <summary>The bus address of the first command, which the register of 32 bits holds.</summary>
    public uint Address { get; private init; }

    /// <summary>Takes the memory.</summary>
    /// <returns>null = no memory that the controller reaches.</returns>
    public static CommandTable? TryAlloc(Device device)
    {
        GuestBuffer? memory = device.AllocCoherent(Bytes, out DmaAddr bus);
        if (memory is null) return null;
        if (bus.Value <= uint.MaxValue - Bytes) return new CommandTable(device, memory, bus) { Address = (uint)bus.Value };
        device.FreeCoherent(Bytes, memory, bus);
        return null;
    }

    /// <summary>Writes a command for a mapped list.</summary>
    /// <returns>false = its regions cannot be told.</returns>
    public bool TryWrite(int slot, KestrelOpcode opcode, uint sector, uint count, ScatterList list, int mapped)
    {
        int at = RegionsAt + (slot * RegionBytes);
        int regions = RegionTable.Fill(_memory.Span.Slice(at, RegionBytes), list, mapped);
        if (regions == 0) return false;
        new KestrelCommand(opcode, sector, count, Address + (uint)at, (uint)regions).Store(At(slot));
        return true;
    }

    /// <summary>Has a command be not done again.</summary>
    public void Renew(int slot) => KestrelCommand.Load(At(slot)).Store(At(slot));

    /// <summary>How a command stands.</summary>
    public uint StatusOf(int slot) => KestrelCommand.Status(At(slot));

    /// <summary>Gives the memory back. The controller is stopped.</summary>
    public void Dispose() => _device.FreeCoherent(Bytes, _memory, _bus);

    private Span<byte> At(int slot) => _memory.Span.Slice(slot * KestrelCommand.Size, KestrelCommand.Size);
}
