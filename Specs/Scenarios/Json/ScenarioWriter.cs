using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Writes scenarios; what is read again is equal. Addresses and masks are hexadecimal, counts and sizes are not.</summary>
public static class ScenarioWriter
{
    /// <summary>A scenario as one line, without its end.</summary>
    public static string ToLine(Scenario scenario) => ToJson(scenario).ToJsonString();

    /// <summary>A scenario for people: one step a line.</summary>
    public static string ToText(Scenario scenario)
    {
        JsonObject json = ToJson(scenario);
        var machine = (JsonObject)json["machine"]!;
        var steps = (JsonArray)json["steps"]!;
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\n  \"format\": {json["format"]},\n  \"name\": {json["name"]!.ToJsonString()},\n");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  \"source\": {json["source"]!.ToJsonString()},\n  \"machine\": {{\n");
        text.AppendJoin(",\n", machine.Select(static entry => $"    \"{entry.Key}\": {entry.Value!.ToJsonString()}"));
        text.Append("\n  },\n  \"steps\": [\n");
        text.AppendJoin(",\n", steps.Select(static step => $"    {step!.ToJsonString()}"));
        return text.Append("\n  ]\n}\n").ToString();
    }

    /// <summary>Writes a scenario to a file of its own.</summary>
    public static void Save(Scenario scenario, string path) => File.WriteAllText(path, ToText(scenario));

    private static JsonObject ToJson(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new JsonObject
        {
            ["format"] = Scenario.FormatVersion,
            ["name"] = scenario.Name,
            ["source"] = scenario.Source,
            ["machine"] = MachineOf(scenario.Machine),
            ["steps"] = List(scenario.Steps.Select(StepOf)),
        };
    }

    private static JsonObject MachineOf(ScenarioMachine machine)
    {
        MachineLayout layout = machine.Layout;
        var json = new JsonObject
        {
            ["platform"] = machine.Platform switch
            {
                Platform.XenPv => "xen-pv",
                Platform.XenDom0Arm => "xen-dom0-arm",
                Platform.BareMetal => "bare-metal",
                _ => "wii",
            },
            ["semantics"] = machine.Semantics,
            ["pageShift"] = layout.PageShift,
            ["pfns"] = layout.FrameCount,
        };
        if (layout.Owned is { } owned) json["p2m"] = List(owned.Select(Run));
        json["foreign"] = List(layout.Foreign.Select(Run));
        json["free"] = List(layout.Free.Select(Range));
        json["spare"] = List(layout.Spare.Select(Range));
        json["exchangeMaxOrder"] = layout.ExchangeMaxOrder;
        json["exchangeContents"] = layout.ExchangeContents == ExchangeContents.Preserve ? "preserve" : "scramble";
        json["pool"] = new JsonObject { ["slabs"] = machine.Pool.Slabs, ["force"] = machine.Pool.Force, ["early"] = machine.Pool.Early };
        json["devices"] = List(machine.Devices.Select(DeviceOf));
        return json;
    }

    private static JsonNode DeviceOf(DeviceTraits traits) => new JsonObject
    {
        ["dmaMask"] = Hex(traits.DmaMask),
        ["coherentMask"] = Hex(traits.CoherentDmaMask),
        ["boundaryMask"] = Hex(traits.SegmentBoundaryMask),
        ["minAlignMask"] = Hex(traits.MinAlignMask),
        ["coherent"] = traits.IsCoherent,
    };

    private static JsonObject StepOf(Step step)
    {
        JsonObject json = step switch
        {
            InitStep => Op("init"),
            MapPageStep s => Op("map_page", ("dev", s.Device), ("pfn", Frame(s.Pfn)), ("offset", s.Offset), ("size", s.Size), ("dir", Dir(s.Direction)), ("attrs", (ulong)s.Attrs)),
            UnmapPageStep s => Op("unmap_page", ("dev", s.Device), ("dma", Address(s.Dma)), ("size", s.Size), ("dir", Dir(s.Direction)), ("attrs", (ulong)s.Attrs)),
            MapSgStep s => Op("map_sg", ("dev", s.Device), ("segments", List(s.Segments.Select(Entry))), ("dir", Dir(s.Direction)), ("attrs", (ulong)s.Attrs)),
            UnmapSgStep s => Op("unmap_sg", ("dev", s.Device), ("map", s.Map), ("dir", Dir(s.Direction)), ("attrs", (ulong)s.Attrs)),
            SyncSingleStep s => Op(s.ForCpu ? "sync_single_for_cpu" : "sync_single_for_device", ("dev", s.Device), ("dma", Address(s.Dma)), ("size", s.Size), ("dir", Dir(s.Direction))),
            SyncSgStep s => Op(s.ForCpu ? "sync_sg_for_cpu" : "sync_sg_for_device", ("dev", s.Device), ("map", s.Map), ("dir", Dir(s.Direction))),
            AllocStep s => Op("alloc", ("dev", s.Device), ("size", s.Size), ("attrs", (ulong)s.Attrs)),
            FreeStep s => Op("free", ("dev", s.Device), ("size", s.Size), ("phys", Address(s.Phys)), ("dma", Address(s.Dma)), ("attrs", (ulong)s.Attrs)),
            DmaSupportedStep s => Op("dma_supported", ("dev", s.Device), ("mask", Hex(s.Mask))),
            MappingErrorStep s => Op("mapping_error", ("dev", s.Device), ("dma", Address(s.Dma))),
            MmapStep s => Op("mmap", ("dev", s.Device), ("phys", Address(s.Phys)), ("dma", Address(s.Dma)), ("size", s.Size)),
            GetSgTableStep s => Op("get_sgtable", ("dev", s.Device), ("phys", Address(s.Phys)), ("dma", Address(s.Dma)), ("size", s.Size)),
            CpuFillStep s => Op("cpu_fill", ("phys", Address(s.Phys)), ("size", s.Size), ("seed", s.Seed)),
            DeviceFillStep s => Op("device_fill", ("dev", s.Device), ("dma", Address(s.Dma)), ("size", s.Size), ("seed", s.Seed)),
            CpuSumStep s => Op("cpu_sum", ("phys", Address(s.Phys)), ("size", s.Size)),
            DeviceSumStep s => Op("device_sum", ("dev", s.Device), ("dma", Address(s.Dma)), ("size", s.Size)),
            P2mStep s => Op("p2m", ("pfn", Frame(s.Pfn)), ("count", s.Count)),
            SlotsInUseStep => Op("slots_in_use"),
            _ => throw new NotSupportedException($"a step of type {step.GetType().Name} cannot be written"),
        };
        if (step.Result is { } result) json["result"] = ResultOf(result);
        return json;
    }

    private static JsonObject ResultOf(StepResult result) => result switch
    {
        Done => [],
        Bug => new JsonObject { ["bug"] = true },
        Failed r => new JsonObject { ["rc"] = r.Rc },
        PoolMade r => new JsonObject { ["rc"] = 0, ["slabs"] = r.Slabs, ["phys"] = Hex(r.Start), ["end"] = Hex(r.End) },
        Mapped r => new JsonObject { ["dma"] = Hex(r.Dma) },
        NotMapped => new JsonObject { ["error"] = true },
        ListMapped { Segments.Length: 0 } => new JsonObject { ["count"] = 0 },
        ListMapped r => new JsonObject { ["count"] = r.Segments.Length, ["segments"] = List(r.Segments.Select(static s => Pair(Hex(s.Dma), s.Length))) },
        Allocated r => new JsonObject { ["phys"] = Hex(r.Phys), ["dma"] = Hex(r.Dma) },
        NotAllocated => new JsonObject { ["phys"] = null },
        Supported r => new JsonObject { ["supported"] = r.Value },
        IsMappingError r => new JsonObject { ["error"] = r.Value },
        GuestFrames r => new JsonObject { ["pfns"] = List(r.Pfns.Select(static pfn => JsonValue.Create(pfn))) },
        MachineFrames r => new JsonObject { ["mfns"] = List(r.Mfns.Select(static mfn => mfn is { } m ? JsonValue.Create(m) : null)) },
        SgTable r => new JsonObject { ["segments"] = List(r.Segments.Select(static s => Pair(Hex(s.Phys), s.Length))) },
        Sum r => new JsonObject { ["sum"] = Hex(r.Hash) },
        SlotCount r => new JsonObject { ["count"] = r.Count },
        _ => throw new NotSupportedException($"{result.GetType().Name} is no result that a file can hold"),
    };

    private static JsonObject Op(string op, params ReadOnlySpan<(string Key, JsonNode? Value)> arguments)
    {
        var json = new JsonObject { ["op"] = op };
        foreach ((string key, JsonNode? value) in arguments) json[key] = value;
        return json;
    }

    private static JsonNode Address(Operand operand) => operand.Step is null ? Hex(operand.Value) : Reference(operand);

    private static JsonNode Frame(Operand operand) => operand.Step is null ? JsonValue.Create(operand.Value) : Reference(operand);

    private static JsonObject Reference(Operand operand)
    {
        var json = new JsonObject { ["of"] = operand.Step };
        if (operand.Segment is { } segment) json["seg"] = segment;
        if (operand.Value != 0) json["plus"] = operand.Value;
        return json;
    }

    private static JsonNode Entry(ListEntry entry) => Pair(Address(entry.Phys), entry.Length);

    private static JsonArray Pair(JsonNode first, ulong second) => new(first, second);

    private static JsonNode Run(FrameRun run) => new JsonArray(run.Pfn, run.Mfn, run.Count);

    private static JsonNode Range(FrameRange range) => new JsonArray(range.First, range.Count);

    private static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    private static JsonValue Hex(ulong value) => JsonValue.Create($"0x{value:x}");

    private static string Dir(DmaDirection direction) => direction switch
    {
        DmaDirection.ToDevice => "to_device",
        DmaDirection.FromDevice => "from_device",
        DmaDirection.Bidirectional => "bidirectional",
        _ => "none",
    };
}
