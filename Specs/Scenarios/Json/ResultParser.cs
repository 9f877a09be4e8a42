using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses what a step answered; its op tells which forms it may have.</summary>
internal static class ResultParser
{
    internal static StepResult Parse(ref JsonCursor at, Step step)
    {
        long start = at.Position;
        var given = new Given();
        HashSet<string> seen = [];
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            given.Take(key, step, ref at);
            at.Leave();
            at.Advance();
        }

        return Make(given, seen, step) ?? throw at.Fault(start, $"{Forms(step)} expected, found {Found(seen)}");
    }

    private static StepResult? Make(Given given, HashSet<string> seen, Step step)
    {
        if (Has("bug")) return given.Bug == true && step is not (CpuFillStep or CpuSumStep or DeviceFillStep or DeviceSumStep or P2mStep or SlotsInUseStep) ? new Bug() : null;
        return step switch
        {
            InitStep when Has("rc", "slabs", "phys", "end") && given.Rc == 0 => new PoolMade(given.Slabs, given.Phys!.Value, given.End),
            InitStep or MmapStep or GetSgTableStep when Has("rc") && given.Rc < 0 => new Failed(given.Rc),
            MapPageStep when Has("dma") => new Mapped(given.Dma),
            MapPageStep when Has("error") && given.Error => new NotMapped(),
            MapSgStep map when Has("count", "segments") && given.Count == (ulong)given.Pairs.Length && given.Pairs.Length <= map.Segments.Length => new ListMapped(
                ImmutableArray.CreateRange(given.Pairs, static pair => new MappedSegment(pair.First, pair.Second))),
            MapSgStep when Has("count") && given.Count == 0 => new ListMapped([]),
            AllocStep when Has("phys", "dma") && given.Phys is { } phys => new Allocated(phys, given.Dma),
            AllocStep when Has("phys") && given.Phys is null => new NotAllocated(),
            DmaSupportedStep when Has("supported") => new Supported(given.Supported),
            MappingErrorStep when Has("error") => new IsMappingError(given.Error),
            MmapStep when Has("pfns") => new GuestFrames(given.Pfns),
            GetSgTableStep when Has("segments") => new SgTable(ImmutableArray.CreateRange(given.Pairs, static pair => new TableSegment(pair.First, pair.Second))),
            CpuSumStep or DeviceSumStep when Has("sum") => new Sum(given.Sum),
            P2mStep when Has("mfns") => new MachineFrames(given.Mfns),
            SlotsInUseStep when Has("count") => new SlotCount(given.Count),
            UnmapPageStep or UnmapSgStep or SyncSingleStep or SyncSgStep or FreeStep or CpuFillStep or DeviceFillStep when seen.Count == 0 => new Done(),
            _ => null,
        };

        bool Has(params ReadOnlySpan<string> keys)
        {
            foreach (string key in keys)
            {
                if (!seen.Contains(key)) return false;
            }

            return seen.Count == keys.Length;
        }
    }

    private static string Found(HashSet<string> seen) => seen.Count == 0 ? "{}" : string.Join(", ", seen);

    private static string Forms(Step step) => step switch
    {
        InitStep => "{rc: 0, slabs, phys, end}, {rc: below 0} or {bug: true}",
        MapPageStep => "{dma}, {error: true} or {bug: true}",
        MapSgStep => "{count, segments} with count segments, {count: 0} or {bug: true}",
        AllocStep => "{phys, dma}, {phys: null} or {bug: true}",
        DmaSupportedStep => "{supported} or {bug: true}",
        MappingErrorStep => "{error} or {bug: true}",
        MmapStep => "{pfns}, {rc: below 0} or {bug: true}",
        GetSgTableStep => "{segments}, {rc: below 0} or {bug: true}",
        CpuSumStep or DeviceSumStep => "{sum}",
        P2mStep => "{mfns}",
        SlotsInUseStep => "{count}",
        CpuFillStep or DeviceFillStep => "{}",
        _ => "{} or {bug: true}",
    };

    /// <summary>The values as they come.</summary>
    private sealed class Given
    {
        internal bool? Bug { get; private set; }

        internal int Rc { get; private set; }

        internal ulong Slabs { get; private set; }

        internal ulong? Phys { get; private set; }

        internal ulong End { get; private set; }

        internal ulong Dma { get; private set; }

        internal bool Error { get; private set; }

        internal ulong Count { get; private set; }

        internal bool Supported { get; private set; }

        internal ulong Sum { get; private set; }

        internal ImmutableArray<(ulong First, ulong Second)> Pairs { get; private set; } = [];

        internal ImmutableArray<ulong> Pfns { get; private set; } = [];

        internal ImmutableArray<ulong?> Mfns { get; private set; } = [];

        internal void Take(string key, Step step, ref JsonCursor at)
        {
            switch (key)
            {
                case "bug": Bug = at.Bool(); break;
                case "rc": Rc = at.Rc(); break;
                case "slabs": Slabs = at.Number(); break;
                case "phys": Phys = at.IsNull() ? null : at.Number(); break;
                case "end": End = at.Number(); break;
                case "dma": Dma = at.Number(); break;
                case "error": Error = at.Bool(); break;
                case "count": Count = at.Number(); break;
                case "supported": Supported = at.Bool(); break;
                case "sum": Sum = at.Number(); break;
                case "segments": Pairs = MachineParser.List(ref at, ScenarioLimits.MaxSegments, "segments [address, length]", Pair); break;
                case "pfns": Pfns = MachineParser.List(ref at, (int)ScenarioLimits.MaxFrames, "guest frames", static (ref JsonCursor at) => at.Number()); break;
                case "mfns": Mfns = MachineParser.List(ref at, (int)ScenarioLimits.MaxFrames, "machine frames", static (ref JsonCursor at) => at.IsNull() ? (ulong?)null : at.Number()); break;
                default: throw at.Fault(at.Position, $"unknown key: {Forms(step)} expected");
            }
        }

        private static (ulong First, ulong Second) Pair(ref JsonCursor at)
        {
            Span<ulong> pair = stackalloc ulong[2];
            MachineParser.Numbers(ref at, pair, "a segment [address, length]");
            return (pair[0], pair[1]);
        }
    }
}
