using System;
using System.Collections.Generic;
using XenDma.Bouncing;
using XenDma.Specs.Harness;
using XenDma.Specs.Traces.Reading;

namespace XenDma.Specs.Traces.Summaries;

/// <summary>Sums a trace up: which device bounces, why, how much the pool holds, how long mappings live. It judges nothing.</summary>
public sealed class TraceSummary
{
    private const int MaxDevices = 4096;

    private readonly SortedDictionary<string, DeviceSummary> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Device, ulong Dma), Stack<(long Time, ulong Slots)>> _live = [];
    private readonly Dictionary<long, TraceEvent> _bounces = [];
    private readonly FrameTable _frames;
    private bool _forces;

    private TraceSummary(FrameTable frames, TraceNotes notes)
    {
        _frames = frames;
        Notes = notes;
    }

    /// <summary>The devices, by name.</summary>
    public IReadOnlyDictionary<string, DeviceSummary> Devices => _devices;

    /// <summary>The pool over time.</summary>
    public PoolTimeline Pool { get; } = new();

    /// <summary>The slots in use at the end.</summary>
    public ulong SlotsInUse { get; private set; }

    /// <summary>The most slots in use at once.</summary>
    public ulong MostSlots { get; private set; }

    /// <summary>How often the pool had no run that fits.</summary>
    public long Full { get; private set; }

    /// <summary>Exchanges of frames for coherent memory.</summary>
    public long Exchanges { get; private set; }

    /// <summary>The time from the first event to the last, in microseconds.</summary>
    public long Duration { get; private set; }

    /// <summary>What the trace did not tell.</summary>
    public TraceNotes Notes { get; }

    /// <summary>Sums a trace up.</summary>
    /// <exception cref="Scenarios.ScenarioException">The file holds no trace.</exception>
    public static TraceSummary Of(TraceReader reader, FrameTable frames)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(frames);
        var summary = new TraceSummary(frames, reader.Notes);
        foreach (TraceEvent read in reader.Read()) summary.Accept(read);
        return summary;
    }

    private void Accept(TraceEvent read)
    {
        Pool.Note(read.Latest, SlotsInUse);
        Duration = Math.Max(Duration, read.Latest - Pool.Start);
        if (read.Force == true) _forces = true;
        switch (read.Op)
        {
            case TraceOp.MapPage: Map(read); break;
            case TraceOp.PoolMap: Bounce(read); break;
            case TraceOp.UnmapPage when read.Dma is { } dma: End(read, dma); break;
            case TraceOp.SlotsGiven when read.Slot is { } slot: End(read, _frames.BusOf(slot) is { } bus && bus != ulong.MaxValue ? bus : slot); break;
            case TraceOp.SyncForCpu or TraceOp.SyncForDevice: Of(read).Syncs++; break;
            case TraceOp.Alloc when !read.Failed: Of(read).Allocations++; break;
            case TraceOp.CreateRegion when read.Result == 0: Exchanges++; break;
            case TraceOp.P2m: Change(read); break;
        }

        foreach (BounceCopy copy in read.Copies ?? []) Of(read).Copied += copy.Size;
        if (read.Op == TraceOp.Copy) Of(read).Copied += read.Size;
    }

    private DeviceSummary Of(TraceEvent read)
    {
        string name = read.Device ?? "";
        if (_devices.TryGetValue(name, out DeviceSummary? known)) return known;
        if (_devices.Count >= MaxDevices) name = "others";
        return _devices[name] = _devices.GetValueOrDefault(name) ?? new DeviceSummary();
    }

    /// <summary>On bare metal the bounce is an event of its own, before the mapping around it.</summary>
    private void Bounce(TraceEvent bounce)
    {
        if (bounce.Slots?.Slot is null) Full++;
        DeviceSummary device = Of(bounce);
        foreach (BounceCopy copy in bounce.Slots?.Copies ?? []) device.Copied += copy.Size;
        if (bounce.Parent < 0 || _bounces.Count >= 1 << 16) return;
        if (!bounce.Failed && bounce.Dma is { } dma) Begin(bounce, device, dma, SlotsOf(bounce));
        _bounces[bounce.Parent] = bounce;
    }

    private void Map(TraceEvent map)
    {
        DeviceSummary device = Of(map);
        device.Maps++;
        device.Bytes += map.Size;
        bool native = map.Id >= 0 && _bounces.Remove(map.Id, out _);
        if (map.IsBounced == true && map is { Slots.Slot: null, Slots: not null }) Full++;
        foreach (BounceCopy copy in map.Slots?.Copies ?? []) device.Copied += copy.Size;
        if (map.Failed) device.Failed++;
        else if (native || map.IsBounced == true) device.Bounce(native ? BounceReason.Forced : ReasonOf(map));
        else if (map.IsBounced == false) device.Direct++;
        else device.Untold++;
        if (!native && map is { Failed: false, Dma: { } dma }) Begin(map, device, dma, map.IsBounced == true ? SlotsOf(map) : 0);
    }

    private static ulong SlotsOf(TraceEvent map)
    {
        ulong into = (map.Phys ?? 0) & (map.Slots?.MinAlignMask ?? 0) & IoTlb.SlotOffsetMask;
        return IoTlb.SlotsFor(map.Size + into);
    }

    private BounceReason ReasonOf(TraceEvent map)
    {
        if (map.Force == true || _forces) return BounceReason.Forced;
        ulong? bus = map.OriginalBus ?? (map.Phys is { } at ? _frames.BusOf(at) : null);
        bool? far = bus is { } known && map.Mask is { } mask ? !BusFacts.EndsWithin(new DmaAddr(known), map.Size, mask) : null;
        bool? torn = map.Phys is { } phys ? !_frames.IsConsecutive(phys, map.Size) : null;
        return (far, torn) switch
        {
            (true, true) => BounceReason.OutOfReachAndTorn,
            (true, _) => BounceReason.OutOfReach,
            (false, _) or (_, true) => BounceReason.Torn,
            _ => BounceReason.Unknown,
        };
    }

    private void Begin(TraceEvent map, DeviceSummary device, ulong dma, ulong slots)
    {
        if (!_live.TryGetValue((map.Device ?? "", dma), out Stack<(long, ulong)>? here)) _live[(map.Device ?? "", dma)] = here = new Stack<(long, ulong)>(1);
        here.Push((map.Latest, slots));
        device.MostAlive = Math.Max(device.MostAlive, ++device.Alive);
        device.Slots += slots;
        device.MostSlots = Math.Max(device.MostSlots, device.Slots);
        SlotsInUse += slots;
        MostSlots = Math.Max(MostSlots, SlotsInUse);
        Pool.Note(map.Latest, SlotsInUse);
    }

    private void End(TraceEvent unmap, ulong dma)
    {
        if (!_live.TryGetValue((unmap.Device ?? "", dma), out Stack<(long Time, ulong Slots)>? here)) return;
        (long time, ulong slots) = here.Pop();
        if (here.Count == 0) _live.Remove((unmap.Device ?? "", dma));
        DeviceSummary device = Of(unmap);
        device.End(Math.Max(0, unmap.Entered - time));
        device.Alive--;
        device.Slots -= Math.Min(slots, device.Slots);
        SlotsInUse -= Math.Min(slots, SlotsInUse);
    }

    private void Change(TraceEvent change)
    {
        foreach (FrameChange run in change.Frames ?? [])
        {
            for (ulong i = 0; i < run.Count && i < FrameTable.MaxFrames; i++)
                _frames.Set(run.Pfn + i, run.Mfn is { } mfn ? unchecked(mfn + ((ulong)run.Step * i)) : null);
        }
    }
}
