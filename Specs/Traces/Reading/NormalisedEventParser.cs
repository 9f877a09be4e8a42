using System;
using System.Collections.Generic;
using System.Text.Json;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Reads one normalised event.</summary>
internal sealed partial class NormalisedEventParser(TraceNotes notes)
{
    private readonly NameTable _names = new();

    /// <summary>The event, or null where its operation is not known, which is counted.</summary>
    /// <exception cref="Exception">JsonException and its kin: the line is no event.</exception>
    internal TraceEvent? Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var draft = new EventDraft();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadField(ref reader, draft);
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) throw new JsonException();
        return Finish(draft);
    }

    private void ReadField(ref Utf8JsonReader reader, EventDraft draft)
    {
        Span<char> name = stackalloc char[24];
        ReadOnlySpan<byte> bytes = reader.ValueSpan;
        if (bytes.Length > name.Length) bytes = [];
        int length = System.Text.Encoding.ASCII.GetChars(bytes, name);
        reader.Read();
        TraceEvent read = draft.Event;
        switch (name[..length])
        {
            case "id": read.Id = Signed(ref reader); break;
            case "parent": read.Parent = Signed(ref reader); break;
            case "t": read.Entered = Time(ref reader); break;
            case "t_ret": read.Returned = Time(ref reader); break;
            case "cpu": read.Cpu = (int)Signed(ref reader); break;
            case "task": read.Task = Name(ref reader) ?? ""; break;
            case "op": draft.Op = Name(ref reader) ?? ""; break;
            case "dev": read.Device = Name(ref reader); break;
            case "dir": read.Direction = Direction(Signed(ref reader)); break;
            case "attrs": read.Attrs = Required(ref reader); break;
            case "mask": read.Mask = Unsigned(ref reader); break;
            case "cmask": read.CoherentMask = Unsigned(ref reader); break;
            case "phys": read.Phys = Unsigned(ref reader); break;
            case "pfn": draft.Pfn = Unsigned(ref reader); break;
            case "offset": draft.Offset = Required(ref reader); break;
            case "size" or "mapsize": read.Size = Required(ref reader); break;
            case "bounced": read.IsBounced = reader.GetBoolean(); break;
            case "bus": read.OriginalBus = Unsigned(ref reader); break;
            case "force": read.Force = reader.GetBoolean(); break;
            case "tbl": read.Slots = ReadSlots(ref reader); break;
            case "ret": ReadResult(ref reader, draft); break;
            case "dma": read.Dma = Unsigned(ref reader); break;
            case "tlb": draft.SlotFailed = Slot(ref reader, read); break;
            case "tbl_attrs": read.SlotAttrs = Unsigned(ref reader); break;
            case "copies": read.Copies = ReadCopies(ref reader); break;
            case "sgl": read.List = Unsigned(ref reader); break;
            case "nents": read.Entries = (int)Signed(ref reader); break;
            case "sg_head": read.Listed = ReadHead(ref reader); break;
            case "vaddr": read.CpuAddress = Unsigned(ref reader); break;
            case "ok": draft.Ok = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : Signed(ref reader) != 0; break;
            case "pstart": read.Phys = Unsigned(ref reader); break;
            case "order": read.Order = (int)Signed(ref reader); break;
            case "bits": read.AddressBits = (int)Signed(ref reader); break;
            case "cause": read.Cause = reader.TokenType == JsonTokenType.Null ? -1 : Signed(ref reader); break;
            case "set": read.Frames = ReadFrames(ref reader); break;
            case "lost_return" or "lost_entry": read.IsHalf = reader.GetBoolean(); break;
            default: ReadMarkerField(ref reader, name[..length], draft); break;
        }
    }

    private static TraceEvent Named(EventDraft draft, TraceOp op)
    {
        TraceEvent read = draft.Event;
        read.Op = op;
        if (draft.Pfn is { } pfn && read.Phys is null) read.Phys = unchecked(XenPage.ToAddress(pfn) + draft.Offset);
        read.Failed = draft.Failed || draft.SlotFailed || draft.Ok == false;
        if (op is TraceOp.MapPage or TraceOp.PoolMap) read.Dma = draft.Address;
        if (op == TraceOp.Marker)
        {
            Marker marker = draft.Marker;
            marker.Pfn = draft.Pfn;
            marker.Offset = draft.Offset;
            marker.Order = read.Order;
            marker.Ok = draft.Ok;
            read.Marker = marker;
        }

        return read;
    }

    private TraceEvent? Finish(EventDraft draft)
    {
        if (OpOf(draft.Op) is not { } op)
        {
            if (draft.Op.Length == 0) throw new JsonException();
            notes.CountUnknown(draft.Op);
            return null;
        }

        TraceEvent read = Named(draft, op);
        return IsWhole(read) ? read : throw new JsonException();
    }

    /// <summary>Whether what every event of the kind has is there: a line that lacks it is damaged.</summary>
    private static bool IsWhole(TraceEvent read) => read.IsHalf || read.Op switch
    {
        TraceOp.MapPage or TraceOp.PoolMap => read is { Device: not null, Phys: not null } && IsWay(read),
        TraceOp.UnmapPage or TraceOp.SyncForCpu or TraceOp.SyncForDevice => read is { Device: not null, Dma: not null } && IsWay(read),
        TraceOp.MapSg or TraceOp.UnmapSg or TraceOp.SyncSgForCpu or TraceOp.SyncSgForDevice =>
            read is { Device: not null, List: not null, Entries: >= 0 } && IsWay(read),
        TraceOp.Free => read.Dma is not null,
        TraceOp.CreateRegion or TraceOp.DestroyRegion => read is { Phys: not null, Order: >= 0 and < 32 },
        TraceOp.P2m => read.Frames is not null,
        TraceOp.Supported => read.Mask is not null,
        TraceOp.SlotsGiven or TraceOp.Copy => read.Slot is not null,
        _ => true,
    };

    private static bool IsWay(TraceEvent read) => read.Direction is >= DmaDirection.Bidirectional and <= DmaDirection.None;

    private static TraceOp? OpOf(string name) => name switch
    {
        "map_page" => TraceOp.MapPage,
        "unmap_page" => TraceOp.UnmapPage,
        "map_sg" => TraceOp.MapSg,
        "unmap_sg" => TraceOp.UnmapSg,
        "sync_single_for_cpu" => TraceOp.SyncForCpu,
        "sync_single_for_device" => TraceOp.SyncForDevice,
        "sync_sg_for_cpu" => TraceOp.SyncSgForCpu,
        "sync_sg_for_device" => TraceOp.SyncSgForDevice,
        "alloc_coherent" => TraceOp.Alloc,
        "free_coherent" => TraceOp.Free,
        "create_contiguous_region" => TraceOp.CreateRegion,
        "destroy_contiguous_region" => TraceOp.DestroyRegion,
        "p2m" => TraceOp.P2m,
        "dma_supported" => TraceOp.Supported,
        "swiotlb_map" => TraceOp.PoolMap,
        "tbl_map" => TraceOp.SlotsTaken,
        "tbl_unmap" => TraceOp.SlotsGiven,
        "copy" => TraceOp.Copy,
        "swiotlb_bounced" => TraceOp.Bounced,
        "xdt" => TraceOp.Marker,
        _ => null,
    };

    /// <summary>An event in the making.</summary>
    private sealed class EventDraft
    {
        private Marker? _marker;

        internal TraceEvent Event { get; } = new();

        internal Marker Marker => _marker ??= new Marker();

        internal string Op { get; set; } = "";

        internal ulong? Pfn { get; set; }

        internal ulong Offset { get; set; }

        internal ulong? Address { get; set; }

        internal bool Failed { get; set; }

        internal bool SlotFailed { get; set; }

        internal bool? Ok { get; set; }
    }
}
