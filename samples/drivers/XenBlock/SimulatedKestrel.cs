using System;
using System.Numerics;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.XenBlock;

/// <summary>The controller. It works when time passes, and knows registers and bus addresses only, nothing of the guest behind them.</summary>
/// <param name="bus">The bus that it drives; it faults on an address beyond the driver's mask.</param>
/// <param name="function">Its configuration space, which says whether it may do DMA.</param>
/// <param name="disk">The sectors.</param>
public sealed class SimulatedKestrel(BusMaster bus, PciFunction function, byte[] disk) : IKestrelRegisters
{
    private uint _table;
    private uint _issued;
    private uint _hung;
    private int _turn;

    /// <summary>How many of the next reads and writes hang: their data moves again and again, and they never end.</summary>
    public int Hanging { get; set; }

    /// <summary>How many of the next commands fail.</summary>
    public int Failing { get; set; }

    /// <summary>Regions that were longer than a page.</summary>
    public int LongRegions { get; private set; }

    /// <inheritdoc/>
    public uint Read(KestrelRegister register) => register switch
    {
        KestrelRegister.Sectors => (uint)(disk.Length / KestrelCommand.SectorSize),
        KestrelRegister.Table => _table,
        _ => 0,
    };

    /// <inheritdoc/>
    public void Write(KestrelRegister register, uint value)
    {
        if (register == KestrelRegister.Table) _table = value;
        if (register == KestrelRegister.Issue) _issued |= value;
        if (register == KestrelRegister.Reset) _table = _issued = _hung = 0;
    }

    /// <summary>A little time passes: each command that hangs moves its data, one other is carried out.</summary>
    public void Work()
    {
        if ((_issued | _hung) == 0) return;
        if (!function.IsBusMaster) throw new InvalidOperationException("the controller was given a command before it may do DMA");
        for (uint left = _hung; left != 0; left &= left - 1) Carry(Load(BitOperations.TrailingZeroCount(left)));
        if (_issued == 0) return;

        // In turn: the first commands of the table must not keep the last ones waiting for ever.
        int slot = (BitOperations.TrailingZeroCount(BitOperations.RotateRight(_issued, _turn)) + _turn) & 31;
        _turn = slot + 1;
        _issued &= ~(1u << slot);
        KestrelCommand command = Load(slot);
        if (Hanging > 0 && command.Opcode != KestrelOpcode.Exchange)
        {
            Hanging--;
            _hung |= 1u << slot;
        }
        else if (Failing > 0)
        {
            Failing--;
            End(slot, KestrelCommand.Failed);
        }
        else
        {
            End(slot, Carry(command));
        }
    }

    private DmaAddr At(int slot) => new(_table + (ulong)(slot * KestrelCommand.Size));

    private KestrelCommand Load(int slot)
    {
        Span<byte> entry = stackalloc byte[KestrelCommand.Size];
        bus.Read(At(slot), entry);
        return KestrelCommand.Load(entry);
    }

    private void End(int slot, uint status)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        WriteUInt32LittleEndian(bytes, status);
        bus.Write(At(slot) + KestrelCommand.StatusOffset, bytes);
    }

    /// <summary>Carries a command out whose regions keep the rules and hold all its sectors.</summary>
    /// <returns>The status.</returns>
    private uint Carry(in KestrelCommand command)
    {
        ulong length = (ulong)command.Count * KestrelCommand.SectorSize, from = (ulong)command.Sector * KestrelCommand.SectorSize;
        if (length == 0 || from > (ulong)disk.Length || length > (ulong)disk.Length - from || command.DescriptorCount is 0 or > RegionTable.MaxRegions)
            return KestrelCommand.Failed;
        var regions = new byte[command.DescriptorCount * RegionTable.EntrySize];
        bus.Read(new DmaAddr(command.Descriptors), regions);
        if (!AreRight(regions, (long)length)) return KestrelCommand.Failed;
        Span<byte> data = disk.AsSpan((int)from, (int)length);
        byte[] before = data.ToArray();
        if (command.Opcode != KestrelOpcode.Read) Move(regions, data, isRead: false);
        if (command.Opcode != KestrelOpcode.Write) Move(regions, before, isRead: true);
        return KestrelCommand.Done;
    }

    private bool AreRight(ReadOnlySpan<byte> regions, long left)
    {
        for (int i = 0; i < regions.Length; i += RegionTable.EntrySize)
        {
            (DmaAddr start, int length, bool isLast) = RegionTable.Load(regions[i..]);
            bool crosses = (start.Value & RegionTable.Boundary) + (ulong)length > RegionTable.MaxRegion;
            if (crosses || isLast != (i + RegionTable.EntrySize == regions.Length)) return false;
            if (length > 4096) LongRegions++;
            left -= length;
        }

        return left == 0;
    }

    private void Move(ReadOnlySpan<byte> regions, Span<byte> data, bool isRead)
    {
        for (int i = 0; i < regions.Length; i += RegionTable.EntrySize)
        {
            (DmaAddr start, int length, _) = RegionTable.Load(regions[i..]);
            if (isRead) bus.Write(start, data[..length]);
            else bus.Read(start, data[..length]);
            data = data[length..];
        }
    }
}
