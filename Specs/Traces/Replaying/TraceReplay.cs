using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Traces.Reading;
using XenDma.Translation;

namespace XenDma.Specs.Traces.Replaying;

/// <summary>Replays a trace on the model: the recorded calls on the recorded frames. Where one CPU recorded, the model predicts each slot; else it
/// follows the recording's choice. What the markers of a test module tell of contents is replayed too.</summary>
public sealed partial class TraceReplay : IDisposable
{
    /// <summary>Guest frames of a machine whose size no P2M tells: 16 GiB.</summary>
    private const ulong NativeFrames = 1UL << 22;

    private readonly ReplayOptions _options;
    private readonly RecordedGuest _guest;
    private readonly ReplayOrder _order = new();
    private readonly ReplayDevices _devices = new();
    private readonly Dictionary<(string Device, ulong Dma), int> _live = [];
    private readonly Dictionary<(string Device, ulong Dma), TraceEvent> _early = [];
    private readonly ReplayContents _contents;
    private readonly Dictionary<long, (TraceEvent Event, bool Equal)> _bounces = [];
    private long _maps;
    private int _firstCpu = -1;
    private bool _isOneCpu = true;
    private bool _slotsDiffer;
    private long _losses;

    private TraceReplay(FrameTable frames, ReplayOptions options, TraceNotes notes)
    {
        _options = options;
        _guest = Boot(frames, options);
        _losses = options.ProbeMisses;
        Report = new ReplayReport(notes);
        _contents = new ReplayContents(Report);
    }

    /// <summary>What came of it.</summary>
    public ReplayReport Report { get; }

    /// <summary>Where the pool lies, of a trace that begins with an unused pool: at the first slot that was taken; null where none was.</summary>
    /// <exception cref="ScenarioException">The file holds no trace.</exception>
    public static ulong? FindPool(TraceReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ulong? first = reader.Read().Select(static read => read.Slots?.Slot).FirstOrDefault(static slot => slot is not null);
        return first & ~XenPage.OffsetMask;
    }

    /// <summary>Replays a trace.</summary>
    /// <param name="reader">The trace.</param>
    /// <param name="frames">The P2M when it began; not used on bare metal.</param>
    /// <param name="options">What is known of the guest.</param>
    /// <exception cref="ScenarioException">The trace, or the guest that it is of, cannot be used.</exception>
    public static ReplayReport Run(TraceReader reader, FrameTable frames, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(options);
        using var replay = new TraceReplay(frames, options, reader.Notes);
        foreach (TraceEvent read in reader.Read())
        {
            if (replay._order.Push(read) is { } due) replay.Accept(due);
        }

        while (replay._order.Pop() is { } due) replay.Accept(due);
        replay.End();
        return replay.Report;
    }

    /// <inheritdoc/>
    public void Dispose() => _guest.Dispose();

    private void Accept(TraceEvent read)
    {
        if (_firstCpu < 0) _firstCpu = read.Cpu;
        _isOneCpu &= read.Cpu == _firstCpu;
        if (read.Op == TraceOp.MapPage) _maps++;
        if (read.Op == TraceOp.Gap) _losses += Math.Max(1, read.Lost);
        if (read.IsHalf) _losses++;
        _guest.Machine.CurrentCpu = read.Cpu % Math.Max(1, _options.Areas);
        try
        {
            Step(read, _guest);
        }
        catch (KernelHangException)
        {
            Report.Explain("the model's slot search would not end");
        }
        catch (Exception fault) when (fault is MachineFaultException or KernelBugException or ArgumentException)
        {
            Report.Explain("the call leaves the guest's memory");
        }
    }

    private void Step(TraceEvent read, RecordedGuest guest)
    {
        switch (read.Op)
        {
            case TraceOp.MapPage when _options.IsNative: MapNative(read, guest); break;
            case TraceOp.MapPage: Map(read, guest); break;
            case TraceOp.PoolMap: BounceNative(read, guest); break;
            case TraceOp.UnmapPage: Unmap(read, guest); break;
            case TraceOp.SyncForCpu when read.Dma is { } dma: guest.Ops.SyncSingleForCpu(_devices.Of(read), new DmaAddr(dma), read.Size, read.Direction); break;
            case TraceOp.SyncForDevice when read.Dma is { } dma: guest.Ops.SyncSingleForDevice(_devices.Of(read), new DmaAddr(dma), read.Size, read.Direction); break;
            case TraceOp.Copy when read is { Slot: { } slot, Direction: var way }: guest.Copy(_devices.Of(read), new PhysAddr(slot), read.Size, way == DmaDirection.ToDevice); break;
            case TraceOp.SlotsGiven when read.Slot is { } slot: guest.Release(_devices.Of(read), new PhysAddr(slot), read.Size); break;
            case TraceOp.SlotsTaken when read is { Slot: { } slot, Phys: { } phys }: guest.TryBounceTo(_devices.Of(read), new PhysAddr(phys), read.Size, new PhysAddr(slot)); break;
            case TraceOp.Alloc when read is { Failed: false, Phys: { } phys }: guest.Machine.Memory.Clear(new PhysAddr(phys), BlockOf(read.Size)); break;
            case TraceOp.P2m: Change(read, guest); break;
            case TraceOp.Marker: _contents.Follow(read, guest, _devices.Of(read)); break;
        }
    }

    private static ulong BlockOf(ulong size)
    {
        ulong block = XenPage.Size;
        while (block < size && block < 1UL << 32) block <<= 1;
        return block;
    }

    private static void Change(TraceEvent change, RecordedGuest guest)
    {
        if (change.Frames is not { } runs) return;
        ulong limit = guest.Machine.P2M.FrameCount;
        foreach (FrameChange run in runs)
        {
            for (ulong i = 0; i < run.Count && run.Pfn + i < limit; i++) guest.SetFrame(run.Pfn + i, null);
        }

        foreach (FrameChange run in runs.Where(static run => run.Mfn is not null))
        {
            for (ulong i = 0; i < run.Count && run.Pfn + i < limit; i++) guest.SetFrame(run.Pfn + i, unchecked(run.Mfn!.Value + ((ulong)run.Step * i)));
        }
    }

    private static RecordedGuest Boot(FrameTable frames, ReplayOptions options)
    {
        try
        {
            MachineLayout layout = options.IsNative ? new MachineLayout { FrameCount = NativeFrames } : RecordedLayout.Of(frames);
            Platform platform = options.IsNative ? Platform.BareMetal : Platform.XenPv;
            return new RecordedGuest(
                layout with { CpuCount = Math.Clamp(options.Areas, 1, 64) }, platform, options.Semantics, new PhysAddr(options.PoolStart), options.Slots, options.Areas, force: false);
        }
        catch (ArgumentException refused)
        {
            throw new ScenarioException("replay", 0, refused.Message);
        }
    }

    private void End()
    {
        if (_options.SlotsInUseAtEnd is not { } owed || Report.Notes.EndsEarly is not null) return;
        if (_guest.SlotsInUse != owed && _options.MapHits > _maps)
        {
            Report.Notes.EndsEarly = $"the trace is cut: the probe of single mappings was hit {_options.MapHits} times, {_maps} are here; the slots in use at the end are not compared";
            return;
        }

        if (_slotsDiffer || (_guest.SlotsInUse != owed && _losses > 0))
        {
            Report.Explain("the slots in use at the end: events were lost, or a recorded slot could not be followed");
            return;
        }

        Report.Compare(
            Report.InUse, new TraceEvent { Op = TraceOp.Gap, Line = Report.Notes.Lines }, _guest.SlotsInUse == owed,
            () => ($"had {owed} slots in use at the end", $"has {_guest.SlotsInUse}"), "slots in use");
    }
}
