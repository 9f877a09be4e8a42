using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Walks over one scenario's JSON and knows where it is: every fault names the file, the line and the key.</summary>
internal ref struct JsonCursor
{
    private readonly string _file;
    private readonly long _firstLine;
    private readonly ReadOnlySpan<byte> _json;
    private readonly List<string> _path;
    private Utf8JsonReader _reader;

    internal JsonCursor(string file, long firstLine, ReadOnlySpan<byte> json)
    {
        _file = file;
        _firstLine = firstLine;
        _json = json;
        _path = [];
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        Advance();
    }

    internal readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The place of the present token, for faults that are found later.</summary>
    internal readonly long Position => _reader.TokenStartIndex;

    /// <summary>The keys that lead to the present value.</summary>
    internal readonly string Path => string.Concat(_path).TrimStart('.');

    internal void Advance()
    {
        try
        {
            if (!_reader.Read()) throw Fault(_json.Length, "the scenario ends early");
        }
        catch (JsonException broken)
        {
            long at = Math.Min(_json.Length, PositionOf(broken));
            bool early = _json[(int)at..].IndexOfAnyExcept(" \t\r\n"u8) < 0;
            throw Fault(at, early ? "the file is cut short: more JSON expected" : "no valid JSON: " + FirstSentence(broken.Message));
        }
    }

    /// <summary>Checks that nothing follows the scenario.</summary>
    internal void ExpectEnd()
    {
        try
        {
            if (_reader.Read()) throw Fault(Position, "nothing expected behind the scenario");
        }
        catch (JsonException broken)
        {
            throw Fault(PositionOf(broken), "nothing expected behind the scenario");
        }
    }

    internal void Enter(string part) => _path.Add(part);

    internal void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Begins an object; then <see cref="NextKey"/> gives its keys.</summary>
    internal void BeginObject()
    {
        if (Token != JsonTokenType.StartObject) throw Expected("an object");
        Advance();
    }

    /// <summary>The next key of an object, with the cursor on its value; null at the end, with the cursor behind the object.</summary>
    internal string? NextKey(HashSet<string> seen)
    {
        if (Token == JsonTokenType.EndObject) return null;
        string key = _reader.GetString()!;
        Enter("." + key);
        if (!seen.Add(key)) throw Fault(Position, "the key stands twice");
        Advance();
        return key;
    }

    /// <summary>Goes on behind a value; at the end of the whole scenario it stays.</summary>
    internal void Behind()
    {
        if (_reader.CurrentDepth > 0 || Token is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) Advance();
    }

    internal ulong Number()
    {
        ulong number = 0;
        bool good = Token switch
        {
            JsonTokenType.Number => _reader.TryGetUInt64(out number),
            JsonTokenType.String => TryHex(_reader.GetString()!, out number),
            _ => false,
        };
        return good ? number : throw Expected("a whole number of 64 bits, plain or as \"0x...\"");
    }

    internal ulong Number(ulong max, string of)
    {
        ulong number = Number();
        return number <= max ? number : throw Fault(Position, $"{number} {of}: at most {max} expected");
    }

    internal int Rc() => Token == JsonTokenType.Number && _reader.TryGetInt32(out int rc) && rc <= 0 ? rc : throw Expected("0 or a negative error number");

    internal bool Bool() => Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Expected("true or false"),
    };

    internal string Text() => Token == JsonTokenType.String ? _reader.GetString()! : throw Expected("a string");

    internal bool IsNull() => Token == JsonTokenType.Null;

    /// <summary>Leaves the present value out; the cursor is on its last token.</summary>
    internal void Skip()
    {
        int depth = _reader.CurrentDepth;
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        do Advance();
        while (_reader.CurrentDepth > depth);
    }

    /// <summary>The fault that the present token is not what is wanted.</summary>
    internal readonly ScenarioException Expected(string what) => Fault(Position, $"{what} expected, found {Found()}");

    /// <summary>A fault at a place in the JSON.</summary>
    internal readonly ScenarioException Fault(long position, string fault)
    {
        long line = _firstLine + _json[..(int)Math.Min(position, _json.Length)].Count((byte)'\n');
        return new ScenarioException(_file, line, Path.Length > 0 ? $"{Path}: {fault}" : fault);
    }

    private static bool TryHex(string text, out ulong number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).ReplaceLineEndings(" ");
    }

    private readonly long PositionOf(JsonException broken)
    {
        long position = 0;
        for (long line = 0; line < broken.LineNumber; line++) position += _json[(int)position..].IndexOf((byte)'\n') + 1;
        return position + (broken.BytePositionInLine ?? 0);
    }

    private readonly string Found()
    {
        const int shown = 40;
        return Token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.EndArray => "the end of the list",
            JsonTokenType.EndObject => "the end of the object",
            JsonTokenType.String => $"\"{Cut(_reader.GetString()!)}\"",
            _ => Cut(Encoding.UTF8.GetString(_reader.ValueSpan)),
        };

        static string Cut(string text) => text.Length > shown ? text[..shown] + "..." : text;
    }
}
