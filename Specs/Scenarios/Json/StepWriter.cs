using System;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Writes a step.</summary>
internal static class StepWriter
{
    internal static void Write(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject();
        json.WriteString("op", OpOf(step));
        if (step is DeviceStep { Device: var device })
        {
            if (device is { } index) json.WriteNumber("dev", index);
            else json.WriteNull("dev");
        }

        Arguments(json, step);
        if (step is not (CpuFillStep or DeviceFillStep) && step.Result is { } result and not (Hang or Faulted or Nonsense or NotRun)) ResultWriter.Write(json, result);
        json.WriteEndObject();
    }

    private static string OpOf(Step step) => step switch
    {
        InitStep => "init",
        MapPageStep => "map_page",
        UnmapPageStep => "unmap_page",
        MapSgStep => "map_sg",
        UnmapSgStep => "unmap_sg",
        SyncSingleStep { ForCpu: var forCpu } => forCpu ? "sync_single_for_cpu" : "sync_single_for_device",
        SyncSgStep { ForCpu: var forCpu } => forCpu ? "sync_sg_for_cpu" : "sync_sg_for_device",
        AllocStep => "alloc",
        FreeStep => "free",
        DmaSupportedStep => "dma_supported",
        MappingErrorStep => "mapping_error",
        MmapStep => "mmap",
        GetSgTableStep => "get_sgtable",
        CpuFillStep => "cpu_fill",
        DeviceFillStep => "device_fill",
        CpuSumStep => "cpu_sum",
        DeviceSumStep => "device_sum",
        P2mStep => "p2m",
        SlotsInUseStep => "slots_in_use",
        _ => throw new NotSupportedException($"a step of type {step.GetType().Name} cannot be written"),
    };

    private static void Arguments(Utf8JsonWriter json, Step step)
    {
        switch (step)
        {
            case MapPageStep s:
                Frame(json, s.Pfn);
                json.WriteNumber("offset", s.Offset);
                json.WriteNumber("size", s.Size);
                Way(json, s.Direction, s.Attrs);
                break;
            case UnmapPageStep s:
                Bytes(json, "dma", s.Dma, s.Size);
                Way(json, s.Direction, s.Attrs);
                break;
            case MapSgStep s:
                Entries(json, s);
                Way(json, s.Direction, s.Attrs);
                break;
            case UnmapSgStep s:
                json.WriteNumber("map", s.Map);
                Way(json, s.Direction, s.Attrs);
                break;
            case SyncSingleStep s:
                Bytes(json, "dma", s.Dma, s.Size);
                Way(json, s.Direction, null);
                break;
            case SyncSgStep s:
                json.WriteNumber("map", s.Map);
                Way(json, s.Direction, null);
                break;
            default:
                OtherArguments(json, step);
                break;
        }
    }

    private static void OtherArguments(Utf8JsonWriter json, Step step)
    {
        switch (step)
        {
            case AllocStep s:
                json.WriteNumber("size", s.Size);
                json.WriteNumber("attrs", (ulong)s.Attrs);
                break;
            case FreeStep s:
                json.WriteNumber("size", s.Size);
                Address(json, "phys", s.Phys);
                Address(json, "dma", s.Dma);
                json.WriteNumber("attrs", (ulong)s.Attrs);
                break;
            case DmaSupportedStep s: json.WriteHex("mask", s.Mask); break;
            case MappingErrorStep s: Address(json, "dma", s.Dma); break;
            case MmapStep s:
                Address(json, "phys", s.Phys);
                Bytes(json, "dma", s.Dma, s.Size);
                break;
            case GetSgTableStep s:
                Address(json, "phys", s.Phys);
                Bytes(json, "dma", s.Dma, s.Size);
                break;
            case CpuFillStep s:
                Bytes(json, "phys", s.Phys, s.Size);
                json.WriteNumber("seed", s.Seed);
                break;
            case DeviceFillStep s:
                Bytes(json, "dma", s.Dma, s.Size);
                json.WriteNumber("seed", s.Seed);
                break;
            case CpuSumStep s: Bytes(json, "phys", s.Phys, s.Size); break;
            case DeviceSumStep s: Bytes(json, "dma", s.Dma, s.Size); break;
            case P2mStep s:
                Frame(json, s.Pfn);
                json.WriteNumber("count", s.Count);
                break;
        }
    }

    private static void Entries(Utf8JsonWriter json, MapSgStep map)
    {
        json.WriteStartArray("segments");
        foreach (ListEntry entry in map.Segments)
        {
            json.WriteStartArray();
            AddressValue(json, entry.Phys);
            json.WriteNumberValue(entry.Length);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Way(Utf8JsonWriter json, DmaDirection direction, DmaAttrs? attrs)
    {
        json.WriteString("dir", JsonWriting.WordOf(StepParser.Directions, direction));
        if (attrs is { } bits) json.WriteNumber("attrs", (ulong)bits);
    }

    private static void Bytes(Utf8JsonWriter json, string key, Operand address, ulong size)
    {
        Address(json, key, address);
        json.WriteNumber("size", size);
    }

    private static void Frame(Utf8JsonWriter json, Operand pfn)
    {
        json.WritePropertyName("pfn");
        if (pfn.Step is null) json.WriteNumberValue(pfn.Value);
        else AddressValue(json, pfn);
    }

    private static void Address(Utf8JsonWriter json, string key, Operand address)
    {
        json.WritePropertyName(key);
        AddressValue(json, address);
    }

    private static void AddressValue(Utf8JsonWriter json, Operand address)
    {
        if (address.Step is not { } step)
        {
            json.WriteHexValue(address.Value);
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("of", step);
        if (address.Segment is { } segment) json.WriteNumber("seg", segment);
        if (address.Value != 0) json.WriteNumber("plus", address.Value);
        json.WriteEndObject();
    }
}
