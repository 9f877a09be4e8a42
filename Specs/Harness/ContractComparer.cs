using System;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Compares answers with recorded ones up to what the contract leaves open: which slots a bounced mapping gets, whether it fits when
/// the pool is nearly full, where coherent memory lies, how large the pool became.</summary>
/// <remarks>Where a choice makes later answers incomparable the replay ends as inconclusive: addresses are still compared, contents too unless
/// another mapping fitted.</remarks>
internal sealed class ContractComparer(ScenarioRun run)
{
    private const string Check = "replay";

    private readonly LiveMappings _live = new(run);
    private readonly bool _keepsBits = Semantics.Find(run.Scenario.Machine.Semantics) is not { MinAlignIgnored: true };
    private bool _contentsDiffer;

    /// <summary>The mappings that are live.</summary>
    internal LiveMappings Live => _live;

    /// <summary>How many results were compared.</summary>
    internal int Compared { get; private set; }

    /// <summary>The first choice that made later answers incomparable.</summary>
    internal string? Divergence { get; private set; }

    private Machine Machine => run.Machine;

    private bool Forces => run.Scenario.Machine.Pool.Force;

    /// <summary>Follows a step's answer; before anything is compared.</summary>
    internal void Follow(int index, StepResult actual) => _live.Follow(index, run.Scenario.Steps[index], actual);

    /// <summary>Compares a step's answer.</summary>
    internal Finding? Compare(int index, StepResult? expected, StepResult actual)
    {
        if (actual is NotRun || expected is null) return null;
        Compared++;
        return Differs(index, run.Scenario.Steps[index], expected, actual);
    }

    private Finding? Differs(int index, Step step, StepResult expected, StepResult actual)
    {
        switch (step)
        {
            case InitStep:
                return Init(index, expected, actual);
            case MapPageStep map when expected is not Bug && actual is Mapped or NotMapped:
                return MapPage(index, map, expected, actual);
            case MapSgStep map when expected is ListMapped recorded && actual is ListMapped given:
                return MapSg(index, map, recorded, given);
            case AllocStep alloc when actual is Allocated or NotAllocated:
                return Alloc(index, alloc, expected, actual);
            case DmaSupportedStep supported when actual is Supported given:
                return DmaSupported(index, supported, given);
            case MappingErrorStep error when error.Dma is { Step: { } mapped, Value: 0 } && actual is IsMappingError given:
                return Expect(index, new IsMappingError(run.IsDeadStep(mapped)), given);
            case GetSgTableStep table when expected is SgTable && actual is SgTable given:
                return Expect(index, TableOf(table), given);
            case MmapStep map when expected is GuestFrames && actual is GuestFrames given:
                return Expect(index, FramesOf(map), given);
            case SlotsInUseStep when actual is SlotCount given:
                return given.Count == 0 == (_live.Bounced.Count == 0) ? null
                    : new Finding(Check, index, $"slots in use for {_live.Bounced.Count} bounced mappings", StepText.Of(given));
            case P2mStep when actual is MachineFrames:
                return null; // Which frames an exchange brought is the implementation's and the hypervisor's affair.
            case CpuSumStep or DeviceSumStep when _contentsDiffer && actual is Sum:
                return null;
            default:
                return expected is Failed && actual is Failed ? null : Expect(index, expected, actual);
        }
    }

    private static Finding? Expect(int index, StepResult expected, StepResult actual) =>
        expected.Equals(actual) ? null : Finding.Between(Check, index, expected, actual);

    private Finding? Init(int index, StepResult expected, StepResult actual)
    {
        if (actual is PoolMade { Slabs: > 0 } pool)
        {
            if (!BusFacts.AreSegmentsContiguous(Machine, new PhysAddr(pool.Start), new PhysAddr(pool.End), out DmaAddr highest))
                return new Finding(Check, index, "every 256 KiB of the pool on consecutive machine frames", StepText.Of(pool));
            if (highest.Value > uint.MaxValue) return new Finding(Check, index, "a pool below 2^32 on the bus", $"its byte at {highest}");
        }

        if (actual is PoolMade && run.Pool is null) return null; // It does not tell of its pool.
        if (actual is not (PoolMade or Failed or Bug)) return Finding.Between(Check, index, expected, actual);
        bool differs = actual.GetType() != expected.GetType() || (expected is PoolMade recorded && actual is PoolMade made && recorded.Slabs != made.Slabs);
        if (differs) Note(index, $"init gave {StepText.Of(actual)}, recorded was {StepText.Of(expected)}");
        return null;
    }

    private Finding? MapPage(int index, MapPageStep map, StepResult expected, StepResult actual)
    {
        Device device = run.DeviceOf(map.Device)!;
        PhysAddr phys = run.Frame(map.Pfn).Address + map.Offset;
        if (actual is Mapped)
        {
            if (expected is not Mapped) Diverge(index, "a mapping fitted that the recording had no room for");
            return Acceptable(_live.Of(index)[0], (expected as Mapped)?.Dma);
        }

        if (BusFacts.IsDirectOwed(Machine, device, phys, map.Size, Forces)) return Finding.Between(Check, index, expected, actual);
        if (expected is Mapped) Diverge(index, "a bounced mapping found no room that the recording found");
        return null;
    }

    private Finding? MapSg(int index, MapSgStep map, ListMapped recorded, ListMapped given)
    {
        if (given.Segments.Length == 0)
        {
            bool allDirect = map.Segments.All(entry =>
                BusFacts.IsDirectOwed(Machine, run.DeviceOf(map.Device)!, run.Phys(entry.Phys), entry.Length, Forces));
            if (allDirect && map.Segments.Length > 0) return Finding.Between(Check, index, recorded, given);
            if (recorded.Segments.Length > 0) Diverge(index, "a list found no room that the recording found");
            return null;
        }

        if (recorded.Segments.Length == 0) Diverge(index, "a list fitted that the recording had no room for");
        else if (recorded.Segments.Length != given.Segments.Length) return Finding.Between(Check, index, recorded, given);
        for (int i = 0; i < given.Segments.Length; i++)
        {
            ulong? recordedDma = recorded.Segments.Length > i ? recorded.Segments[i].Dma : null;
            if (Acceptable(_live.Of(index)[i], recordedDma) is { } finding) return finding;
        }

        return null;
    }

    /// <summary>A direct mapping is the translated address; a bounced one lies in the pool, aligned, consecutive, in reach, alone.</summary>
    private Finding? Acceptable(Mapping mapping, ulong? recorded)
    {
        if (BusFacts.IsDirectOwed(Machine, mapping.Device, mapping.Phys, mapping.Size, Forces))
        {
            return mapping.IsDirect ? null
                : Refuse(mapping, $"{mapping} mapped directly to {BusFacts.BusOf(Machine, mapping.Phys)}", $"bus address {mapping.Dma}");
        }

        // A recorded kernel may itself go past the mask, or map what has no frame; what it is known to do is no difference.
        if (recorded == mapping.Dma.Value && mapping.IsDirect) return null;
        bool recordedInReach = recorded is not { } dma || BusFacts.EndsWithin(new DmaAddr(dma), mapping.Size, mapping.Device.DmaMask);
        if (recordedInReach && !BusFacts.EndsWithin(mapping.Dma, mapping.Size, mapping.Device.DmaMask))
            return Refuse(mapping, $"{mapping} within the mask 0x{mapping.Device.DmaMask:x}", $"bus address {mapping.Dma}, {mapping.Size} bytes");
        if (!Machine.TryReach(mapping.Dma, out PhysAddr slot) || !InPool(slot, mapping.Size))
            return Refuse(mapping, $"{mapping} bounced into the pool", $"bus address {mapping.Dma}");
        if (!BusFacts.IsConsecutive(Machine, slot, mapping.Size))
            return Refuse(mapping, $"{mapping} consecutive on the bus", $"bus address {mapping.Dma}, {mapping.Size} bytes over a break");
        ulong kept = _keepsBits ? mapping.Device.MinAlignMask & XenPage.OffsetMask : 0;
        if (((mapping.Dma.Value ^ mapping.Phys.Value) & kept) != 0)
            return Refuse(mapping, $"{mapping} with the address bits 0x{kept:x} of {mapping.Phys}", $"bus address {mapping.Dma}");
        return _live.Overlapping(mapping.Dma, mapping.Size, mapping) is { } other
            ? Refuse(mapping, $"{mapping} apart from {other}", $"{mapping.Dma}+{mapping.Size} over {other.Dma}+{other.Size}")
            : null;
    }

    private static Finding Refuse(Mapping mapping, string expected, string actual) => new(Check, mapping.Step, expected, actual);

    private bool InPool(PhysAddr slot, ulong size) =>
        run.Pool is not { } pool || (pool.TryGetPoolRange(out PhysAddr start, out PhysAddr end)
            && slot.Value >= start.Value && slot.Value <= end.Value && size <= end.Value - slot.Value);

    private Finding? Alloc(int index, AllocStep alloc, StepResult expected, StepResult actual)
    {
        if (actual.GetType() != expected.GetType()) Note(index, $"alloc gave {StepText.Of(actual)}, recorded was {StepText.Of(expected)}");
        if (actual is not Allocated given) return null;
        ulong mask = run.DeviceOf(alloc.Device)?.CoherentDmaMask is { } set and not 0 ? set : uint.MaxValue;
        bool recordedInReach = expected is not Allocated recorded || BusFacts.EndsWithin(new DmaAddr(recorded.Dma), alloc.Size, mask);
        if (recordedInReach && !BusFacts.EndsWithin(new DmaAddr(given.Dma), alloc.Size, mask))
            return new Finding(Check, index, $"memory within the coherent mask 0x{mask:x}", StepText.Of(given));
        var phys = new PhysAddr(given.Phys);
        return BusFacts.BusOf(Machine, phys).Value == given.Dma && BusFacts.IsConsecutive(Machine, phys, alloc.Size) ? null
            : new Finding(Check, index, "memory that is consecutive on the bus, at its translated address", StepText.Of(given));
    }

    private Finding? DmaSupported(int index, DmaSupportedStep step, Supported given)
    {
        if (run.Pool is not { } pool || !pool.TryGetPoolRange(out PhysAddr start, out PhysAddr end)) return null;
        BusFacts.AreSegmentsContiguous(Machine, start, end, out DmaAddr highest);
        DmaAddr last = BusFacts.BusOf(Machine, new PhysAddr(end.Value - 1));
        bool owed = highest.Value <= step.Mask, barred = last.Value > step.Mask;
        return (owed && !given.Value) || (barred && given.Value) ? Finding.Between(Check, index, new Supported(owed), given) : null;
    }

    private GuestFrames FramesOf(MmapStep map)
    {
        ulong first = run.Phys(map.Phys).Pfn.Value, count = (map.Size + Machine.PageSize - 1) >> Machine.PageShift << (Machine.PageShift - XenPage.Shift);
        return new GuestFrames([.. Enumerable.Range(0, (int)count).Select(i => first + (ulong)i)]);
    }

    private SgTable TableOf(GetSgTableStep table)
    {
        ulong length = (table.Size + Machine.PageSize - 1) & ~(Machine.PageSize - 1);
        return new SgTable(ImmutableArray.Create(new TableSegment(run.Phys(table.Phys).Value & ~(Machine.PageSize - 1), length)));
    }

    /// <summary>A buffer was mapped on one side only: what lies in it may differ from now on.</summary>
    private void Diverge(int index, string what)
    {
        _contentsDiffer = true;
        Note(index, what);
    }

    private void Note(int index, string what) => Divergence ??= $"step {index}: {what}";
}
