using System;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

public sealed partial class ScenarioRun
{
    private const int PieceSize = (int)XenPage.Size;

    private readonly BusMaster?[] _buses;
    private readonly SumCache? _sums;

    /// <summary>The sum of what the CPU reads.</summary>
    public ulong CpuSum(PhysAddr phys, ulong size)
    {
        var print = new SumCache.Fingerprint(size);
        for (ulong done = 0; _sums is not null && done < size; done += PieceSize) print.Add(Machine.Memory.Cpu(phys + done, Piece(size - done)));
        if (_sums?.TryFind(print, size, out ulong known) == true) return known;
        ulong hash = Contents.EmptySum;
        for (ulong done = 0; done < size; done += PieceSize) hash = Contents.Add(hash, Machine.Memory.Cpu(phys + done, Piece(size - done)));
        _sums?.Add(print, size, hash);
        return hash;
    }

    private Done CpuFill(CpuFillStep fill)
    {
        PhysAddr target = Phys(fill.Phys);
        for (ulong done = 0; done < fill.Size; done += PieceSize) Contents.Fill(Machine.Memory.Cpu(target + done, Piece(fill.Size - done)), fill.Seed, done);
        Machine.Memory.NoteStore(target, fill.Size);
        return Returns;
    }

    private Done DeviceFill(DeviceFillStep fill)
    {
        BusMaster writer = BusOf(fill.Device);
        DmaAddr bus = Dma(fill.Dma);
        Span<byte> bytes = stackalloc byte[Piece(fill.Size)];
        for (ulong done = 0; done < fill.Size; done += PieceSize)
        {
            Span<byte> piece = bytes[..Piece(fill.Size - done)];
            Contents.Fill(piece, fill.Seed, done);
            writer.Write(bus + done, piece);
        }

        return Returns;
    }

    private Sum DeviceSum(DeviceSumStep sum)
    {
        BusMaster reader = BusOf(sum.Device);
        DmaAddr bus = Dma(sum.Dma);
        var print = new SumCache.Fingerprint(sum.Size);
        Span<byte> bytes = stackalloc byte[Piece(sum.Size)];
        for (ulong done = 0; _sums is not null && done < sum.Size; done += PieceSize) print.Add(Read(reader, bus + done, bytes[..Piece(sum.Size - done)]));
        if (_sums?.TryFind(print, sum.Size, out ulong known) == true) return new Sum(known);
        ulong hash = Contents.EmptySum;
        for (ulong done = 0; done < sum.Size; done += PieceSize) hash = Contents.Add(hash, Read(reader, bus + done, bytes[..Piece(sum.Size - done)]));
        _sums?.Add(print, sum.Size, hash);
        return new Sum(hash);
    }

    private static ReadOnlySpan<byte> Read(BusMaster reader, DmaAddr bus, Span<byte> bytes)
    {
        reader.Read(bus, bytes);
        return bytes;
    }

    /// <summary>The bus as a device drives it; memory that was allocated for no device is touched by a nameless one. What a device cannot
    /// drive is an invariant's matter: recorded kernels hand out such addresses.</summary>
    private BusMaster BusOf(int? device) =>
        _buses[device + 1 ?? 0] ??= new(Machine, DeviceOf(device) ?? new Device("no device", new DeviceTraits()), checksMasks: false);

    private static int Piece(ulong left) => (int)Math.Min(left, (ulong)PieceSize);
}
