using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;
using XenDma.Specs.Traces.Reading;

namespace XenDma.Specs.Traces.Checking;

/// <summary>Judges a trace, event by event: the driver's side by the reports of the kernel's own checker, the implementation's side by the
/// invariants. Memory grows with what is live at one time.</summary>
public sealed class TraceChecker
{
    private readonly CheckState _state;
    private readonly Suspicions _suspicions;
    private readonly MappingChecks _mappings;
    private readonly DriverChecks _driver;
    private readonly ListChecks _lists;
    private readonly CoherentChecks _coherent;
    private readonly MarkerChecks _markers;
    private TraceEvent _last = new();

    /// <summary>Begins a check.</summary>
    /// <param name="frames">The P2M when the trace began, or an empty table to infer it.</param>
    /// <param name="options">What it is held against.</param>
    /// <param name="notes">What the reader counts.</param>
    public TraceChecker(FrameTable frames, CheckOptions options, TraceNotes notes)
    {
        Report = new TraceReport(options, notes);
        _state = new CheckState(frames, options, Report, notes);
        _suspicions = new Suspicions(_state);
        _mappings = new MappingChecks(_state);
        _driver = new DriverChecks(_state, _suspicions);
        _lists = new ListChecks(_state, _driver, _mappings);
        _coherent = new CoherentChecks(_state, _driver);
        _markers = new MarkerChecks(_state, _coherent);
    }

    /// <summary>What was found; complete after <see cref="End"/>.</summary>
    public TraceReport Report { get; }

    /// <summary>Reads and judges a trace.</summary>
    /// <exception cref="Scenarios.ScenarioException">The file holds no trace.</exception>
    public static TraceReport Check(TraceReader reader, FrameTable frames, CheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(options);
        var checker = new TraceChecker(frames, options, reader.Notes);
        foreach (TraceEvent read in reader.Read()) checker.Accept(read);
        checker.End();
        return checker.Report;
    }

    /// <summary>Judges the next event.</summary>
    public void Accept(TraceEvent read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _state.Follow(read);
        _last = read;
        switch (read.Op)
        {
            case TraceOp.MapPage: Map(read); break;
            case TraceOp.PoolMap: _lists.AddEntry(read, null); break;
            case TraceOp.UnmapPage: _driver.Unmap(read); break;
            case TraceOp.MapSg: _lists.Map(read); break;
            case TraceOp.UnmapSg: _lists.Unmap(read); break;
            case TraceOp.SyncForCpu or TraceOp.SyncForDevice: _driver.Sync(read); break;
            case TraceOp.SyncSgForCpu or TraceOp.SyncSgForDevice: _lists.Sync(read); break;
            case TraceOp.Alloc: _coherent.Alloc(read); break;
            case TraceOp.Free: _coherent.Free(read); break;
            case TraceOp.P2m: _coherent.Change(read); break;
            case TraceOp.CreateRegion: _coherent.Exchanged(read); break;
            case TraceOp.Supported: _coherent.Asked(read); break;
            case TraceOp.SlotsGiven: GiveSlots(read); break;
            case TraceOp.Marker: _markers.Judge(read); break;
        }

        _driver.Passed(read);
    }

    /// <summary>The trace has ended.</summary>
    public void End()
    {
        _lists.End(_last);
        _suspicions.End();
        foreach (IGrouping<string, TraceMapping> left in _state.Live.All.GroupBy(static one => one.Device, StringComparer.Ordinal).ToArray())
        {
            Report.Alive[left.Key] = left.Count();
            if (Report.Options.ExpectsNoneAlive) LeakCheck.Tell(_state, _last, left.Key, [.. left]);
        }

        if (Report.Options.ExpectsNoneAlive) _driver.Judge(Misuse.ReleasesDeviceWithLiveMappings);
        Report.Sort();
    }

    private void Map(TraceEvent map)
    {
        // On bare metal the bounce is an event of its own within.
        if (_lists.TakeBounce(map) is { } bounce)
        {
            map.IsBounced = true;
            map.Slots ??= bounce.Slots;
            map.OriginalBus ??= bounce.OriginalBus;
            map.Force ??= bounce.Force;
        }

        _mappings.Judge(map);
        if (map is not { Failed: false, Dma: { } dma, Device: not null })
        {
            _lists.AddEntry(map, null);
            return;
        }

        var made = new TraceMapping(map, MappingKind.Single, dma) { IsBounced = map.IsBounced };
        _driver.Made(map, made);
        _lists.AddEntry(map, made);
    }

    /// <summary>Slots are given back by a call that is not in the trace: the unmap itself was lost.</summary>
    private void GiveSlots(TraceEvent given)
    {
        if (_state.IsNative || given.Slot is not { } slot) return;
        TraceMapping? holder = _state.Frames.BusOf(slot) is { } bus ? _state.Live.HolderOf(bus) : null;
        if (holder is null || !holder.IsLive) return;
        Report.NotJudged++;
        _driver.End(holder, given);
    }
}
