using System;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

public sealed partial class ScenarioRun
{
    private const int PieceSize = (int)XenPage.Size;

    private StepResult Touch(Step step)
    {
        switch (step)
        {
            case CpuFillStep fill:
                PhysAddr target = Phys(fill.Phys);
                ForPieces(fill.Size, (done, size) => Contents.Fill(Machine.Memory.Cpu(target + done, size), fill.Seed, done));
                Machine.Memory.NoteStore(target, fill.Size);
                return Returns;
            case CpuSumStep sum:
                return new Sum(CpuSum(Phys(sum.Phys), sum.Size));
            case DeviceFillStep fill:
                var writer = BusOf(fill.Device);
                DmaAddr bus = Dma(fill.Dma);
                ForPieces(fill.Size, (done, size) =>
                {
                    Span<byte> piece = stackalloc byte[PieceSize];
                    Contents.Fill(piece[..size], fill.Seed, done);
                    writer.Write(bus + done, piece[..size]);
                });
                return Returns;
            case DeviceSumStep sum:
                return new Sum(Sum(BusOf(sum.Device), Dma(sum.Dma), sum.Size));
            default:
                throw new NotSupportedException($"{step.GetType().Name} touches no memory");
        }
    }

    /// <summary>The sum of what the CPU reads.</summary>
    public ulong CpuSum(PhysAddr phys, ulong size)
    {
        ulong hash = Contents.EmptySum;
        ForPieces(size, (done, length) => hash = Contents.Add(hash, Machine.Memory.Cpu(phys + done, length)));
        return hash;
    }

    /// <summary>The bus as a device drives it; memory that was allocated for no device is touched by a nameless one. What a device cannot
    /// drive is an invariant's matter: recorded kernels hand out such addresses.</summary>
    private BusMaster BusOf(int? device) => new(Machine, DeviceOf(device) ?? new Device("no device", new DeviceTraits()), checksMasks: false);

    private static ulong Sum(BusMaster reader, DmaAddr bus, ulong size)
    {
        ulong hash = Contents.EmptySum;
        ForPieces(size, (done, length) =>
        {
            Span<byte> piece = stackalloc byte[PieceSize];
            reader.Read(bus + done, piece[..length]);
            hash = Contents.Add(hash, piece[..length]);
        });
        return hash;
    }

    private static void ForPieces(ulong size, Action<ulong, int> action)
    {
        for (ulong done = 0; done < size; done += (ulong)PieceSize) action(done, (int)Math.Min(size - done, (ulong)PieceSize));
    }
}
