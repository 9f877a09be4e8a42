using System.Collections.Immutable;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>The arguments of a step as they are met; which of them count is the op's matter.</summary>
internal sealed class StepArguments
{
    internal int? Device;
    internal Operand Pfn;
    internal Operand Dma;
    internal Operand Phys;
    internal ulong Offset;
    internal ulong Size;
    internal ulong Mask;
    internal ulong Seed;
    internal ulong Count;
    internal int Map;
    internal DmaDirection Direction;
    internal DmaAttrs Attrs;
    internal ImmutableArray<ListEntry> Segments;
}
