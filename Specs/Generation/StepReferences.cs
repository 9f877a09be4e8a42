using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Follows the references from step to step when steps are left out.</summary>
internal static class StepReferences
{
    /// <summary>The step with its references moved to the new places, or null where it stands on a step that is gone.</summary>
    internal static Step? Moved(Step step, int?[] places)
    {
        bool gone = false;
        Step moved = step switch
        {
            MapPageStep s => s with { Pfn = Move(s.Pfn) },
            UnmapPageStep s => s with { Dma = Move(s.Dma) },
            SyncSingleStep s => s with { Dma = Move(s.Dma) },
            MapSgStep s => s with { Segments = [.. s.Segments.Select(entry => entry with { Phys = Move(entry.Phys) })] },
            UnmapSgStep s => s with { Map = MoveIndex(s.Map) },
            SyncSgStep s => s with { Map = MoveIndex(s.Map) },
            FreeStep s => s with { Phys = Move(s.Phys), Dma = Move(s.Dma) },
            MappingErrorStep s => s with { Dma = Move(s.Dma) },
            MmapStep s => s with { Phys = Move(s.Phys), Dma = Move(s.Dma) },
            GetSgTableStep s => s with { Phys = Move(s.Phys), Dma = Move(s.Dma) },
            CpuFillStep s => s with { Phys = Move(s.Phys) },
            CpuSumStep s => s with { Phys = Move(s.Phys) },
            DeviceFillStep s => s with { Dma = Move(s.Dma) },
            DeviceSumStep s => s with { Dma = Move(s.Dma) },
            P2mStep s => s with { Pfn = Move(s.Pfn) },
            _ => step,
        };
        return gone ? null : moved;

        int MoveIndex(int of)
        {
            gone |= places[of] is null;
            return places[of] ?? 0;
        }

        Operand Move(Operand operand) => operand switch
        {
            { Step: null } => operand,
            { Step: { } of, Segment: { } segment } => Operand.OfSegment(MoveIndex(of), segment, operand.Value),
            { Step: { } of } => Operand.Of(MoveIndex(of), operand.Value),
        };
    }
}
