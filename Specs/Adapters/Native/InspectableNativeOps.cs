using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters.Native;

/// <summary>An instance that tells of its pool.</summary>
internal sealed unsafe class InspectableNativeOps(in XdOps ops, Machine machine, ScenarioMachine scenario) : NativeOps(ops, machine, scenario), IPoolInspection
{
    private readonly ulong _memorySize = machine.Memory.Size;

    /// <inheritdoc/>
    public ulong SlotsInUse
    {
        get
        {
            ulong slots = Ops.SlotsInUse(Self);
            ThrowPending();
            return slots;
        }
    }

    /// <inheritdoc/>
    /// <remarks>No pool: a negative result, or a range left as it was, at 0..0.</remarks>
    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end)
    {
        ulong first = 0, behind = 0;
        int rc = Ops.PoolRange(Self, &first, &behind);
        ThrowPending();
        start = new PhysAddr(first);
        end = new PhysAddr(behind);
        if (rc < 0 || (first | behind) == 0) return false;
        if (behind > _memorySize || first >= behind)
            throw new NonsenseException($"pool_range answered 0x{first:x}..0x{behind:x}: the guest's memory ends at 0x{_memorySize:x}");
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>The ABI has no question for it. What the contract grants every device whose pool is in reach: a segment, less what a kept
    /// offset within a frame costs.</remarks>
    public ulong MaxMappingSize(Device device) => IoTlb.SegmentSize - ((device.MinAlignMask & XenPage.OffsetMask) == 0 ? 0 : XenPage.Size);
}
