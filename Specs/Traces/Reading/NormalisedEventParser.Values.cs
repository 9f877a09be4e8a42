using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Text.Json;

namespace XenDma.Specs.Traces.Reading;

internal sealed partial class NormalisedEventParser
{
    private const int MaxListed = 65_536;

    /// <summary>The most frames of one run of an exchange: 4 GiB.</summary>
    private const ulong MaxChanged = 1 << 20;

    private static DmaDirection Direction(long value) => value is >= 0 and <= 3 ? (DmaDirection)value : throw new FormatException();

    private string? Name(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        return reader.ValueIsEscaped ? reader.GetString() : _names.Of(reader.ValueSpan);
    }

    /// <summary>Seconds as microseconds.</summary>
    private static long Time(ref Utf8JsonReader reader)
    {
        double seconds = reader.GetDouble();
        return seconds is >= 0 and < 1e12 ? (long)Math.Round(seconds * 1e6) : throw new FormatException();
    }

    private static long Signed(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : (long)Required(ref reader);

    private static ulong Required(ref Utf8JsonReader reader) => Unsigned(ref reader) ?? throw new FormatException();

    /// <summary>A number, or hexadecimal digits in a string; null for null.</summary>
    private static ulong? Unsigned(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetUInt64(out ulong value) ? value : unchecked((ulong)reader.GetInt64()),
        JsonTokenType.String => Hex(reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw new FormatException(),
    };

    private static ulong Hex(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text.StartsWith("0x"u8) ? text[2..] : text;
        return digits.Length is > 0 and <= 16 && Utf8Parser.TryParse(digits, out ulong value, out int used, 'x') && used == digits.Length
            ? value
            : throw new FormatException();
    }

    private static bool IsError(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("error"u8);

    /// <summary>An address, <c>"error"</c>, or a count.</summary>
    private static void ReadResult(ref Utf8JsonReader reader, EventDraft draft)
    {
        if (IsError(ref reader))
        {
            draft.Failed = true;
        }
        else if (reader.TokenType == JsonTokenType.Number)
        {
            draft.Event.Result = reader.GetInt64();
        }
        else
        {
            draft.Address = Unsigned(ref reader);
            draft.Event.Result = unchecked((long?)draft.Address);
        }
    }

    private static bool Slot(ref Utf8JsonReader reader, TraceEvent read)
    {
        if (IsError(ref reader)) return true;
        read.Slot = Unsigned(ref reader);
        return false;
    }

    private static SlotCall ReadSlots(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        ulong original = 0, size = 0;
        ulong? minAlign = null, boundary = null, slot = null;
        bool givenBack = false;
        long before = -1;
        List<BounceCopy>? copies = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "orig": original = Required(ref reader); break;
                case "mapsize": size = Required(ref reader); break;
                case "min_align": minAlign = Unsigned(ref reader); break;
                case "seg_boundary": boundary = Unsigned(ref reader); break;
                case "tlb": slot = IsError(ref reader) ? null : Unsigned(ref reader); break;
                case "given_back": givenBack = reader.GetBoolean(); break;
                case "copy_id": before = Signed(ref reader); break;
                case "copies": copies = ReadCopies(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new SlotCall(original, size, minAlign, boundary, slot, givenBack, before, copies);
    }

    private static List<BounceCopy> ReadCopies(ref Utf8JsonReader reader)
    {
        List<BounceCopy> copies = [];
        ForEachRow(ref reader, copies, static (ref Utf8JsonReader row, List<BounceCopy> all) =>
            all.Add(new BounceCopy(Item(ref row) ?? throw new FormatException(), Item(ref row) ?? throw new FormatException(), Item(ref row) == 1)));
        return copies;
    }

    private static List<ListedEntry> ReadHead(ref Utf8JsonReader reader)
    {
        List<ListedEntry> head = [];
        ForEachRow(ref reader, head, static (ref Utf8JsonReader row, List<ListedEntry> all) =>
        {
            // The second entry may be a link to another list: then its page is none, and its number negative.
            row.Read();
            ulong? pfn = row.TokenType == JsonTokenType.String && row.ValueSpan.StartsWith("0x-"u8) ? null : Unsigned(ref row);
            ulong offset = Item(ref row) ?? throw new FormatException();
            ulong? size = Item(ref row);
            if (pfn is { } frame) all.Add(new ListedEntry(unchecked(XenPage.ToAddress(frame) + offset), size));
        });
        return head;
    }

    private static List<FrameChange> ReadFrames(ref Utf8JsonReader reader)
    {
        List<FrameChange> frames = [];
        ForEachRow(ref reader, frames, static (ref Utf8JsonReader row, List<FrameChange> all) =>
        {
            ulong pfn = Item(ref row) ?? throw new FormatException();
            ulong? mfn = Item(ref row);
            ulong count = Item(ref row) ?? throw new FormatException();
            row.Read();
            long step = row.GetInt64();
            if (count is 0 or > MaxChanged || step is not (1 or -1)) throw new FormatException();
            all.Add(new FrameChange(pfn, mfn, count, (int)step));
        });
        ulong all = 0;
        foreach (FrameChange run in frames) all += run.Count;
        return all <= MaxChanged ? frames : throw new FormatException();
    }

    private static ulong? Item(ref Utf8JsonReader row)
    {
        row.Read();
        return Unsigned(ref row);
    }

    /// <summary>An array of arrays.</summary>
    private static void ForEachRow<T>(ref Utf8JsonReader reader, List<T> all, RowReader<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (all.Count >= MaxListed) throw new FormatException();
            read(ref reader, all);
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException();
        }

        if (reader.TokenType != JsonTokenType.EndArray) throw new JsonException();
    }

    private delegate void RowReader<T>(ref Utf8JsonReader reader, List<T> all);

    private static void ReadMarkerField(ref Utf8JsonReader reader, scoped ReadOnlySpan<char> name, EventDraft draft)
    {
        switch (name)
        {
            case "what": draft.Marker.What = reader.GetString() ?? ""; break;
            case "x_id": draft.Marker.Mapping = Signed(ref reader); break;
            case "i": draft.Marker.Index = (int)Signed(ref reader); break;
            case "seed": draft.Marker.Seed = Unsigned(ref reader); break;
            case "cpu_hash": draft.Marker.CpuHash = Unsigned(ref reader); break;
            case "bus_hash": draft.Marker.BusHash = Unsigned(ref reader); break;
            case "zero": draft.Marker.IsZero = Signed(ref reader) != 0; break;
            case "min_align": draft.Marker.MinAlignMask = Unsigned(ref reader); break;
            case "seg": draft.Marker.BoundaryMask = Unsigned(ref reader); break;
            default: reader.Skip(); break;
        }
    }
}
