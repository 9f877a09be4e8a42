using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class Legality
{
    /// <summary>The largest allocation: one exchange of the largest order.</summary>
    internal const ulong MaxAllocation = 2UL << 20;

    private bool Alloc(AllocStep alloc)
    {
        if (alloc.Size is 0 or > MaxAllocation || alloc.Attrs != DmaAttrs.None || (alloc.Device is { } device && !_mayAllocate[device])) return false;
        _allocated.Add(_count, alloc);
        return true;
    }

    private bool Free(FreeStep free)
    {
        if (free.Attrs != DmaAttrs.None || !IsWhole(free, free.Phys, free.Dma, free.Size, out int made)) return false;
        _allocated.Remove(made);
        return true;
    }

    /// <summary>Whether a step names live coherent memory as it was allocated.</summary>
    private bool IsWhole(DeviceStep step, Operand phys, Operand dma, ulong size, out int made)
    {
        made = phys.Step ?? -1;
        return phys == dma && phys is { Step: not null, Segment: null, Value: 0 }
            && _allocated.TryGetValue(made, out AllocStep? alloc) && alloc.Device == step.Device && alloc.Size == size;
    }

    /// <summary>Whether bytes lie in live coherent memory; all of them are defined, and the CPU and the device see them alike.</summary>
    private bool IsCoherent(Operand address, ulong size) =>
        address is { Step: { } made, Segment: null } && _allocated.TryGetValue(made, out AllocStep? alloc)
        && size > 0 && address.Value <= alloc.Size && size <= alloc.Size - address.Value;

    private bool IsCoherent(DeviceStep step, Operand address, ulong size) =>
        IsCoherent(address, size) && _allocated[address.Step!.Value].Device == step.Device;
}
