using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>What a run shows at a step, looked at once for all invariants: what is held before and after, the mappings that the step names, their
/// bytes before it, the frames that it moved.</summary>
public sealed class RunFacts
{
    // Copies go wrong by a slot or by a page: what lies further from a part that is synced is not looked at.
    private const ulong Surroundings = XenPage.Size;

    private readonly Workbench? _bench;
    private readonly ByteSnapshot _bytes;
    private readonly List<MappingPart> _named = [];
    private readonly List<DeviceWrite> _owed = [];
    private readonly List<MappingPart> _given = [];
    private readonly FrameJournal _moved = new();
    private bool _isHeldKnown;

    internal RunFacts(ScenarioRun run, LiveMappings live, Workbench? bench)
    {
        _bench = bench;
        _bench?.BeginRun();
        _bytes = Snapshot();
        Run = run;
        Live = live;
        Writes = new BufferWrites(run, live);
        Release = Semantics.Find(run.Scenario.Machine.Semantics);
        run.Machine.P2M.Journal = _moved;
    }

    /// <summary>The run.</summary>
    public ScenarioRun Run { get; }

    /// <summary>What is live; after a step as the step left it.</summary>
    public LiveMappings Live { get; }

    /// <summary>What was written to live mappings, up to the step before.</summary>
    public BufferWrites Writes { get; }

    /// <summary>The release that the scenario names, or null.</summary>
    public Semantics? Release { get; }

    /// <summary>What was held before the step.</summary>
    public Holdings HeldBefore { get; private set; }

    /// <summary>What is held after it.</summary>
    public Holdings Held { get; private set; }

    /// <summary>The pool, once init has made one that the implementation tells of.</summary>
    public PoolFacts? Pool { get; private set; }

    /// <summary>The parts of mappings, live before it, that an unmap or a sync names as they were mapped.</summary>
    public Seen<MappingPart> Named => new(CollectionsMarshal.AsSpan(_named));

    /// <summary>What devices wrote last to <see cref="Named"/> before the step.</summary>
    public Seen<DeviceWrite> Written => new(CollectionsMarshal.AsSpan(_owed));

    /// <summary>The parts of mappings whose bytes the step hands to the device: those that it made without skipping the sync, or that it syncs.</summary>
    public Seen<MappingPart> Given => new(CollectionsMarshal.AsSpan(_given));

    /// <summary>The frames that the step moved.</summary>
    public IReadOnlyList<FrameChange> Moved => _moved.Changes;

    /// <summary>The first byte of a buffer or a slot that the step names, within a guest range, that the step changed; null for none. Of a part that
    /// is synced a page to either side was looked at.</summary>
    public PhysAddr? FirstChange(PhysAddr start, ulong size) => _bytes.FirstDifference(Run.Machine, start, size);

    /// <summary>The first byte of any buffer or slot that the step names that it changed; null for none.</summary>
    public PhysAddr? FirstChange() => _bytes.FirstDifference(Run.Machine);

    /// <summary>The bytes of a buffer or a slot as they were before the step, from a guest address that the step names on.</summary>
    public ReadOnlySpan<byte> Before(PhysAddr start, ulong size) => _bytes.At(start, size);

    /// <summary>The slot of a part of a bounced mapping whose device sees what the CPU sees; null for any other.</summary>
    public PhysAddr? SlotOf(MappingPart part) =>
        !part.Mapping.IsDirect && part.Mapping.Device.IsCoherent && Run.Machine.TryReach(part.Dma, out PhysAddr slot) ? slot : null;

    /// <summary>Whether a guest frame was the page allocator's when the machine began: all others are in somebody's use from the beginning.</summary>
    public bool IsAllocators(ulong pfn)
    {
        foreach (FrameRange range in Run.Machine.Layout.Free)
        {
            if (pfn >= range.First && pfn < range.End) return true;
        }

        return false;
    }

    /// <summary>Room for bytes that a judge looks at, until the run is over.</summary>
    public ByteSnapshot Snapshot() => _bench?.Snapshot() ?? new ByteSnapshot();

    internal void BeforeStep(Step step)
    {
        _bytes.Clear();
        _named.Clear();
        _owed.Clear();
        _given.Clear();
        _moved.Clear();

        // Nothing happens between steps: what is held after one is held before the next.
        HeldBefore = _isHeldKnown ? Held : Look();
        _isHeldKnown = false;
        switch (step)
        {
            case MapPageStep map:
                _bytes.AddCpu(Run.Machine, Run.Frame(map.Pfn).Address + map.Offset, map.Size);
                break;
            case MapSgStep map:
                foreach (ListEntry entry in map.Segments) _bytes.AddCpu(Run.Machine, Run.Phys(entry.Phys), entry.Length);
                break;
            case UnmapPageStep or UnmapSgStep or SyncSingleStep or SyncSgStep:
                Live.AddNamed(step, _named);
                foreach (MappingPart part in _named) LookAt(part);
                break;
        }
    }

    internal void AfterStep(int index, Step step, StepResult result)
    {
        AddGiven(index, step);
        Held = Look();
        _isHeldKnown = true;
        if (result is PoolMade { Slabs: > 0 } made && Run.Pool is not null)
            Pool = PoolFacts.Of(Run.Machine, new PhysAddr(made.Start), new PhysAddr(made.End));
    }

    internal void Close(Step step, StepResult result)
    {
        if (result is not NotRun) Writes.Follow(step);
    }

    private void AddGiven(int index, Step step)
    {
        switch (step)
        {
            case MapPageStep { Attrs: var attrs } when (attrs & DmaAttrs.SkipCpuSync) == 0:
            case MapSgStep { Attrs: var list } when (list & DmaAttrs.SkipCpuSync) == 0:
                foreach (Mapping mapping in Live.Of(index)) _given.Add(new MappingPart(mapping, 0, mapping.Size));
                break;
            case SyncSingleStep { ForCpu: false } or SyncSgStep { ForCpu: false }:
                _given.AddRange(_named);
                break;
        }
    }

    private Holdings Look() => new(Run.Pool?.SlotsInUse ?? 0, Run.Machine.Pages.FreeCount, Run.Machine.Hypervisor.SpareCount);

    private void LookAt(MappingPart part)
    {
        Writes.AddLast(part, _owed);
        ulong start = part.Offset - Math.Min(part.Offset, Surroundings);
        ulong end = Math.Min(part.Mapping.Size, part.Offset + part.Size + Surroundings);
        var seen = new MappingPart(part.Mapping, start, end - start);
        _bytes.AddCpu(Run.Machine, seen.Phys, seen.Size);
        if (SlotOf(seen) is { } slot) _bytes.AddCpu(Run.Machine, slot, seen.Size);
    }
}
