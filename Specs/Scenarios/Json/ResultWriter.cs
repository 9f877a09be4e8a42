using System;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Writes what a step answered.</summary>
internal static class ResultWriter
{
    internal static void Write(Utf8JsonWriter json, StepResult result)
    {
        json.WriteStartObject("result");
        switch (result)
        {
            case Done: break;
            case Bug: json.WriteBoolean("bug", true); break;
            case Failed r: json.WriteNumber("rc", r.Rc); break;
            case Mapped r: json.WriteHex("dma", r.Dma); break;
            case NotMapped: json.WriteBoolean("error", true); break;
            case NotAllocated: json.WriteNull("phys"); break;
            case Supported r: json.WriteBoolean("supported", r.Value); break;
            case IsMappingError r: json.WriteBoolean("error", r.Value); break;
            case Sum r: json.WriteHex("sum", r.Hash); break;
            case SlotCount r: json.WriteNumber("count", r.Count); break;
            case Allocated r:
                json.WriteHex("phys", r.Phys);
                json.WriteHex("dma", r.Dma);
                break;
            case PoolMade r:
                json.WriteNumber("rc", 0);
                json.WriteNumber("slabs", r.Slabs);
                json.WriteHex("phys", r.Start);
                json.WriteHex("end", r.End);
                break;
            default:
                Lists(json, result);
                break;
        }

        json.WriteEndObject();
    }

    private static void Lists(Utf8JsonWriter json, StepResult result)
    {
        switch (result)
        {
            case ListMapped r:
                json.WriteNumber("count", r.Segments.Length);
                if (r.Segments.IsEmpty) return;
                json.WriteStartArray("segments");
                foreach (MappedSegment segment in r.Segments) json.WriteSegment(segment.Dma, segment.Length);
                break;
            case SgTable r:
                json.WriteStartArray("segments");
                foreach (TableSegment segment in r.Segments) json.WriteSegment(segment.Phys, segment.Length);
                break;
            case GuestFrames r:
                json.WriteStartArray("pfns");
                foreach (ulong pfn in r.Pfns) json.WriteNumberValue(pfn);
                break;
            case MachineFrames r:
                json.WriteStartArray("mfns");
                foreach (ulong? mfn in r.Mfns)
                {
                    if (mfn is { } frame) json.WriteNumberValue(frame);
                    else json.WriteNullValue();
                }

                break;
            default:
                throw new NotSupportedException($"{result.GetType().Name} is no result that a file can hold");
        }

        json.WriteEndArray();
    }
}
