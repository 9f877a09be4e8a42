using System.Collections.Immutable;
using System.Text.Json;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Writes a scenario's machine; what is as the format takes it by default is left out where recordings leave it out.</summary>
internal static class MachineWriter
{
    internal static void Write(Utf8JsonWriter json, ScenarioMachine machine)
    {
        MachineLayout layout = machine.Layout;
        json.WriteStartObject();
        json.WriteString("platform", JsonWriting.WordOf(MachineParser.Platforms, machine.Platform));
        json.WriteString("semantics", machine.Semantics);
        json.WriteNumber("pageShift", layout.PageShift);
        json.WriteNumber("pfns", layout.FrameCount);
        if (layout.Owned is { } owned) Runs(json, "p2m", owned);
        if (!layout.Foreign.IsEmpty) Runs(json, "foreign", layout.Foreign);
        Ranges(json, "free", layout.Free);
        Ranges(json, "spare", layout.Spare);
        json.WriteNumber("exchangeMaxOrder", layout.ExchangeMaxOrder);
        if (layout.ExchangeContents != ExchangeContents.Preserve)
            json.WriteString("exchangeContents", JsonWriting.WordOf(MachineParser.Contents, layout.ExchangeContents));
        json.WriteStartObject("pool");
        json.WriteNumber("slabs", machine.Pool.Slabs);
        json.WriteBoolean("force", machine.Pool.Force);
        json.WriteBoolean("early", machine.Pool.Early);
        json.WriteEndObject();
        json.WriteStartArray("devices");
        foreach (DeviceTraits device in machine.Devices) Device(json, device);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Runs(Utf8JsonWriter json, string key, ImmutableArray<FrameRun> runs)
    {
        json.WriteStartArray(key);
        foreach (FrameRun run in runs) json.WriteNumbers(run.Pfn, run.Mfn, run.Count);
        json.WriteEndArray();
    }

    private static void Ranges(Utf8JsonWriter json, string key, ImmutableArray<FrameRange> ranges)
    {
        json.WriteStartArray(key);
        foreach (FrameRange range in ranges) json.WriteNumbers(range.First, range.Count);
        json.WriteEndArray();
    }

    private static void Device(Utf8JsonWriter json, DeviceTraits device)
    {
        json.WriteStartObject();
        json.WriteHex("dmaMask", device.DmaMask);
        if (device.CoherentDmaMask != 0) json.WriteHex("coherentMask", device.CoherentDmaMask);
        json.WriteHex("boundaryMask", device.SegmentBoundaryMask);
        if (device.MinAlignMask != 0) json.WriteHex("minAlignMask", device.MinAlignMask);
        json.WriteBoolean("coherent", device.IsCoherent);
        json.WriteEndObject();
    }
}
