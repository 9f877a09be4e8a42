using System.Collections.Immutable;

namespace XenDma.Specs.Scenarios;

/// <summary>One call of a scenario, with what was seen of it.</summary>
public abstract record Step
{
    /// <summary>What was seen; null where the step is run and not compared.</summary>
    public StepResult? Result { get; init; }

    /// <summary>What the step does: one bit.</summary>
    internal abstract StepKinds Kind { get; }
}

/// <summary>A step that names a device: its index, or null for none.</summary>
/// <param name="Device">The device's index.</param>
public abstract record DeviceStep(int? Device) : Step;

/// <summary><c>init</c>: makes the pool.</summary>
public sealed record InitStep : Step
{
    internal override StepKinds Kind => StepKinds.Init;
}

/// <summary><c>map_page</c>.</summary>
/// <param name="Device">The device's index.</param>
/// <param name="Pfn">The guest frame; a reference names an address in that frame.</param>
/// <param name="Offset">The first byte, from the frame's start on.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Direction">Which way they go.</param>
/// <param name="Attrs">Attributes.</param>
public sealed record MapPageStep(int? Device, Operand Pfn, ulong Offset, ulong Size, DmaDirection Direction, DmaAttrs Attrs) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.MapPage;
}

/// <summary><c>unmap_page</c>.</summary>
public sealed record UnmapPageStep(int? Device, Operand Dma, ulong Size, DmaDirection Direction, DmaAttrs Attrs) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.UnmapPage;
}

/// <summary>An entry of a list to be mapped.</summary>
/// <param name="Phys">The guest address of the first byte.</param>
/// <param name="Length">The number of bytes.</param>
public readonly record struct ListEntry(Operand Phys, ulong Length);

/// <summary><c>map_sg</c>.</summary>
public sealed record MapSgStep(int? Device, ImmutableArray<ListEntry> Segments, DmaDirection Direction, DmaAttrs Attrs) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.MapSg;
}

/// <summary><c>unmap_sg</c> of the list that step <paramref name="Map"/> mapped.</summary>
public sealed record UnmapSgStep(int? Device, int Map, DmaDirection Direction, DmaAttrs Attrs) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.UnmapSg;
}

/// <summary><c>sync_single_for_cpu</c> or <c>sync_single_for_device</c>.</summary>
public sealed record SyncSingleStep(int? Device, Operand Dma, ulong Size, DmaDirection Direction, bool ForCpu) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.SyncSingle;
}

/// <summary><c>sync_sg_for_cpu</c> or <c>sync_sg_for_device</c> of the list that step <paramref name="Map"/> mapped.</summary>
public sealed record SyncSgStep(int? Device, int Map, DmaDirection Direction, bool ForCpu) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.SyncSg;
}

/// <summary><c>alloc</c>.</summary>
public sealed record AllocStep(int? Device, ulong Size, DmaAttrs Attrs) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.Alloc;
}

/// <summary><c>free</c>.</summary>
public sealed record FreeStep(int? Device, ulong Size, Operand Phys, Operand Dma, DmaAttrs Attrs) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.Free;
}

/// <summary><c>dma_supported</c>.</summary>
public sealed record DmaSupportedStep(int? Device, ulong Mask) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.DmaSupported;
}

/// <summary><c>mapping_error</c>.</summary>
public sealed record MappingErrorStep(int? Device, Operand Dma) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.MappingError;
}

/// <summary><c>mmap</c>.</summary>
public sealed record MmapStep(int? Device, Operand Phys, Operand Dma, ulong Size) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.Mmap;
}

/// <summary><c>get_sgtable</c>.</summary>
public sealed record GetSgTableStep(int? Device, Operand Phys, Operand Dma, ulong Size) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.GetSgTable;
}

/// <summary><c>cpu_fill</c>: the CPU writes the pattern of <see cref="Contents"/>.</summary>
public sealed record CpuFillStep(Operand Phys, ulong Size, ulong Seed) : Step
{
    internal override StepKinds Kind => StepKinds.CpuFill;
}

/// <summary><c>device_fill</c>: the device writes the pattern at bus addresses.</summary>
public sealed record DeviceFillStep(int? Device, Operand Dma, ulong Size, ulong Seed) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.DeviceFill;
}

/// <summary><c>cpu_sum</c>: what the CPU reads.</summary>
public sealed record CpuSumStep(Operand Phys, ulong Size) : Step
{
    internal override StepKinds Kind => StepKinds.CpuSum;
}

/// <summary><c>device_sum</c>: what the device reads.</summary>
public sealed record DeviceSumStep(int? Device, Operand Dma, ulong Size) : DeviceStep(Device)
{
    internal override StepKinds Kind => StepKinds.DeviceSum;
}

/// <summary><c>p2m</c>: the machine frames that are behind guest frames now.</summary>
public sealed record P2mStep(Operand Pfn, ulong Count) : Step
{
    internal override StepKinds Kind => StepKinds.P2m;
}

/// <summary><c>slots_in_use</c>.</summary>
public sealed record SlotsInUseStep : Step
{
    internal override StepKinds Kind => StepKinds.SlotsInUse;
}
