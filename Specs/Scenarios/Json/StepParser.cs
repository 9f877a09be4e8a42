using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses one step. Its keys may stand in any order; which of them it needs, its op tells.</summary>
internal static class StepParser
{
    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        ["init"] = [],
        ["map_page"] = ["dev", "pfn", "offset", "size", "dir", "attrs"],
        ["unmap_page"] = ["dev", "dma", "size", "dir", "attrs"],
        ["map_sg"] = ["dev", "segments", "dir", "attrs"],
        ["unmap_sg"] = ["dev", "map", "dir", "attrs"],
        ["sync_single_for_cpu"] = ["dev", "dma", "size", "dir"],
        ["sync_single_for_device"] = ["dev", "dma", "size", "dir"],
        ["sync_sg_for_cpu"] = ["dev", "map", "dir"],
        ["sync_sg_for_device"] = ["dev", "map", "dir"],
        ["alloc"] = ["dev", "size", "attrs"],
        ["free"] = ["dev", "size", "phys", "dma", "attrs"],
        ["dma_supported"] = ["dev", "mask"],
        ["mapping_error"] = ["dev", "dma"],
        ["mmap"] = ["dev", "phys", "dma", "size"],
        ["get_sgtable"] = ["dev", "phys", "dma", "size"],
        ["cpu_fill"] = ["phys", "size", "seed"],
        ["device_fill"] = ["dev", "dma", "size", "seed"],
        ["cpu_sum"] = ["phys", "size"],
        ["device_sum"] = ["dev", "dma", "size"],
        ["p2m"] = ["pfn", "count"],
        ["slots_in_use"] = [],
    };

    internal static Step Parse(ref JsonCursor at)
    {
        long start = at.Position;
        var given = new Given();
        HashSet<string> seen = [];
        List<(string Key, long Position)> places = [];
        JsonCursor result = default;
        string path = "";
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            places.Add((key, at.Position));
            if (key == "result")
            {
                result = at;
                path = at.Path;
                at.Skip();
            }
            else
            {
                given.Take(key, ref at);
            }

            at.Leave();
            at.Advance();
        }

        if (given.Op is not { } op) throw at.Fault(start, "the key op is missing");
        if (!Arguments.TryGetValue(op, out string[]? wanted)) throw Named(at, "op", start, $"unknown op \"{op}\": {string.Join(", ", Arguments.Keys)} expected");
        foreach ((string key, long position) in places)
        {
            if (key is not ("op" or "result") && !wanted.Contains(key)) throw Named(at, key, position, $"unknown key for {op}: {Expected(wanted)} expected");
        }

        MachineParser.Require(at, seen, start, wanted);
        Step step = given.ToStep(op);
        if (path.Length == 0) return step;
        result.Enter(".result");
        StepResult parsed = ResultParser.Parse(ref result, step);
        result.Leave();
        return step with { Result = parsed };
    }

    private static string Expected(string[] wanted) => wanted.Length == 0 ? "only result" : string.Join(", ", wanted) + " or result";

    private static ScenarioException Named(JsonCursor at, string key, long position, string fault)
    {
        at.Enter("." + key);
        ScenarioException named = at.Fault(position, fault);
        at.Leave();
        return named;
    }

    private static Operand Operand(ref JsonCursor at)
    {
        if (at.Token != JsonTokenType.StartObject) return Scenarios.Operand.Literal(at.Number());
        long start = at.Position;
        HashSet<string> seen = [];
        int of = 0;
        int? segment = null;
        ulong plus = 0;
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            switch (key)
            {
                case "of": of = (int)at.Number(ScenarioLimits.MaxSteps, "as a step's index"); break;
                case "seg": segment = (int)at.Number(ScenarioLimits.MaxSegments, "as a segment's index"); break;
                case "plus": plus = at.Number(); break;
                default: throw at.Fault(at.Position, "unknown key: of, seg or plus expected");
            }

            at.Leave();
            at.Advance();
        }

        MachineParser.Require(at, seen, start, "of");
        return segment is { } index ? Scenarios.Operand.OfSegment(of, index, plus) : Scenarios.Operand.Of(of, plus);
    }

    private static ListEntry Entry(ref JsonCursor at)
    {
        if (at.Token != JsonTokenType.StartArray) throw at.Expected("an entry [phys, length]");
        at.Advance();
        if (at.Token == JsonTokenType.EndArray) throw at.Expected("an entry [phys, length]");
        Operand phys = Operand(ref at);
        at.Advance();
        if (at.Token == JsonTokenType.EndArray) throw at.Expected("an entry [phys, length]");
        ulong length = at.Number();
        at.Advance();
        return at.Token == JsonTokenType.EndArray ? new ListEntry(phys, length) : throw at.Expected("an entry [phys, length]");
    }

    /// <summary>The arguments as they come.</summary>
    private sealed class Given
    {
        private int? _device;
        private Operand _pfn;
        private Operand _dma;
        private Operand _phys;
        private ulong _offset;
        private ulong _size;
        private ulong _mask;
        private ulong _seed;
        private ulong _count;
        private int _map;
        private DmaDirection _direction;
        private DmaAttrs _attrs;
        private ImmutableArray<ListEntry> _segments = [];

        internal string? Op { get; private set; }

        internal void Take(string key, ref JsonCursor at)
        {
            switch (key)
            {
                case "op": Op = at.Text(); break;
                case "dev": _device = at.IsNull() ? null : (int)at.Number(ScenarioLimits.MaxDevices, "as a device's index"); break;
                case "pfn": _pfn = Operand(ref at); break;
                case "dma": _dma = Operand(ref at); break;
                case "phys": _phys = Operand(ref at); break;
                case "offset": _offset = at.Number(); break;
                case "size": _size = at.Number(); break;
                case "mask": _mask = at.Number(); break;
                case "seed": _seed = at.Number(); break;
                case "count": _count = at.Number(ScenarioLimits.MaxFrames, "frames"); break;
                case "map": _map = (int)at.Number(ScenarioLimits.MaxSteps, "as a step's index"); break;
                case "attrs": _attrs = (DmaAttrs)at.Number(); break;
                case "segments": _segments = MachineParser.List(ref at, ScenarioLimits.MaxSegments, "entries [phys, length]", Entry); break;
                case "dir":
                    _direction = MachineParser.Word(
                        ref at,
                        ("to_device", DmaDirection.ToDevice),
                        ("from_device", DmaDirection.FromDevice),
                        ("bidirectional", DmaDirection.Bidirectional),
                        ("none", DmaDirection.None));
                    break;
                default: at.Skip(); break; // Told when the op is known.
            }
        }

        internal Step ToStep(string op) => op switch
        {
            "init" => new InitStep(),
            "map_page" => new MapPageStep(_device, _pfn, _offset, _size, _direction, _attrs),
            "unmap_page" => new UnmapPageStep(_device, _dma, _size, _direction, _attrs),
            "map_sg" => new MapSgStep(_device, _segments, _direction, _attrs),
            "unmap_sg" => new UnmapSgStep(_device, _map, _direction, _attrs),
            "sync_single_for_cpu" or "sync_single_for_device" => new SyncSingleStep(_device, _dma, _size, _direction, op == "sync_single_for_cpu"),
            "sync_sg_for_cpu" or "sync_sg_for_device" => new SyncSgStep(_device, _map, _direction, op == "sync_sg_for_cpu"),
            "alloc" => new AllocStep(_device, _size, _attrs),
            "free" => new FreeStep(_device, _size, _phys, _dma, _attrs),
            "dma_supported" => new DmaSupportedStep(_device, _mask),
            "mapping_error" => new MappingErrorStep(_device, _dma),
            "mmap" => new MmapStep(_device, _phys, _dma, _size),
            "get_sgtable" => new GetSgTableStep(_device, _phys, _dma, _size),
            "cpu_fill" => new CpuFillStep(_phys, _size, _seed),
            "device_fill" => new DeviceFillStep(_device, _dma, _size, _seed),
            "cpu_sum" => new CpuSumStep(_phys, _size),
            "device_sum" => new DeviceSumStep(_device, _dma, _size),
            "p2m" => new P2mStep(_pfn, _count),
            _ => new SlotsInUseStep(),
        };
    }
}
