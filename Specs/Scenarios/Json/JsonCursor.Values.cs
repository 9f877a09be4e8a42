using System;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

internal ref partial struct JsonCursor
{
    /// <summary>A number of 64 bits, plain or as hex text.</summary>
    internal ulong Number()
    {
        ulong number = 0;
        bool good = Token switch
        {
            JsonTokenType.Number => _reader.TryGetUInt64(out number),
            JsonTokenType.String => TryHex(Bytes(), out number),
            _ => false,
        };
        return good ? number : throw Expected("a whole number of 64 bits, plain or as \"0x...\"");
    }

    /// <summary>A number within a range.</summary>
    internal ulong Number(ulong min, ulong max)
    {
        ulong number = Number();
        return number >= min && number <= max ? number : throw Expected($"a number from {min} to {max}");
    }

    /// <summary>A number within a range that an int can hold.</summary>
    internal int Int(int min, int max) => (int)Number((ulong)min, (ulong)max);

    /// <summary>The kernel's error number: 0 or below.</summary>
    internal int ErrorNumber() =>
        Token == JsonTokenType.Number && _reader.TryGetInt32(out int rc) && rc <= 0 ? rc : throw Expected("0 or a negative error number");

    /// <summary>true or false.</summary>
    internal bool Bool() => Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Expected("true or false"),
    };

    /// <summary>true, the only value that the key can have.</summary>
    internal bool True() => Token == JsonTokenType.True ? true : throw Expected("true");

    /// <summary>A text.</summary>
    internal string Text()
    {
        if (Token != JsonTokenType.String) throw Expected("a string");
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("the string is no valid UTF-8");
        }
    }

    /// <summary>One of several words.</summary>
    internal T Word<T>(ReadOnlySpan<(string Word, T Value)> words)
    {
        ReadOnlySpan<byte> text = Token == JsonTokenType.String ? Bytes() : throw Expected(OneOf(words));
        foreach ((string word, T value) in words)
        {
            if (Ascii.Equals(text, word)) return value;
        }

        throw Expected(OneOf(words));
    }

    private static string OneOf<T>(ReadOnlySpan<(string Word, T Value)> words)
    {

        string[] known = new string[words.Length];
        for (int i = 0; i < known.Length; i++) known[i] = words[i].Word;
        return "one of " + string.Join(", ", known);
    }

    /// <summary>A list of just so many numbers.</summary>
    internal void Numbers(scoped Span<ulong> numbers, string what)
    {
        BeginList(what);
        int count = 0;
        for (; NextItem(numbers.Length); count++) numbers[count] = Number();
        if (count < numbers.Length) throw Fault($"expected {what}, found {count} numbers");
    }

    internal readonly bool IsNull => Token == JsonTokenType.Null;

    /// <summary>The fault that the present value is not what is wanted.</summary>
    internal readonly ScenarioException Expected(string what) => Fault($"expected {what}, found {Found()}");

    /// <summary>A fault of the present value.</summary>
    internal readonly ScenarioException Fault(string fault) => At(_reader.TokenStartIndex, Path(), fault);

    /// <summary>The fault that an object lacks a key, on its first token or on its last.</summary>
    internal readonly ScenarioException Missing(string key)
    {
        bool isFirst = Token == JsonTokenType.StartObject;
        return At(isFirst ? _reader.TokenStartIndex : _levels[_depth].Start, [.. Path(), key], "the key is missing");
    }

    /// <summary>A fault that was found when all was read.</summary>
    internal readonly ScenarioException Fault(PlacedFault fault) => At(JsonPlace.Of(_json, fault.Path), fault.Path, fault.Message);

    /// <summary>The fault that this is no JSON.</summary>
    internal readonly ScenarioException Broken(JsonException broken)
    {
        if (IsCutShort()) return At(_json.Length, Path(), "the JSON ends too early");
        long at = 0;
        for (long line = broken.LineNumber ?? 0; line > 0; line--) at += _json[(int)at..].IndexOf((byte)'\n') + 1;
        long column = broken.BytePositionInLine ?? 0;
        return At(at + column, Path(), $"no valid JSON at byte {column + 1} of the line: {JsonText.FirstSentence(broken.Message)}");
    }

    /// <summary>Whether more bytes could make the JSON good.</summary>
    private readonly bool IsCutShort()
    {
        var reader = new Utf8JsonReader(_json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        try
        {
            while (reader.Read())
            {
                // Until there is no more, or the fault.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private readonly ScenarioException At(long offset, ReadOnlySpan<PathPart> path, string fault)
    {
        long line = _firstLine + _json[..(int)Math.Min(offset, _json.Length)].Count((byte)'\n');
        string place = PathPart.Join(path);
        return new ScenarioException(_file, line, place.Length > 0 ? $"{place}: {fault}" : fault);
    }

    private readonly PathPart[] Path()
    {
        var path = new PathPart[_depth];
        for (int i = 0; i < _depth; i++) path[i] = _levels[i].Part;
        return path;
    }

    private readonly string Found() => Token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"\"{JsonText.Shown(_reader.ValueSpan)}\"",
        _ => JsonText.Shown(_reader.ValueSpan),
    };

    /// <summary>The text of a key or a string, without escapes.</summary>
    private readonly ReadOnlySpan<byte> Bytes() => _reader.ValueIsEscaped ? JsonText.Unescaped(_reader) : _reader.ValueSpan;

    private static bool TryHex(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        return text.StartsWith("0x"u8) && Utf8Parser.TryParse(text[2..], out number, out int used, 'x') && used == text.Length - 2;
    }
}
