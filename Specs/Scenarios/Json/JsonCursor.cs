using System;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Walks over one scenario's JSON and knows where it is: every fault names the file, the line and the keys. Whoever reads a value
/// finds the cursor on its first token and leaves it on its last.</summary>
internal ref partial struct JsonCursor
{
    private const int MaxDepth = 16;

    private readonly string _file;
    private readonly long _firstLine;
    private readonly ReadOnlySpan<byte> _json;
    private readonly Level[] _levels;
    private int _depth;
    private Utf8JsonReader _reader;

    /// <summary>Stands before the first token.</summary>
    /// <param name="file">The file's name for messages.</param>
    /// <param name="firstLine">The line of the JSON's first byte, from 1.</param>
    /// <param name="json">One JSON value.</param>
    internal JsonCursor(string file, long firstLine, ReadOnlySpan<byte> json)
    {
        _file = file;
        _firstLine = firstLine;
        _json = json;
        _levels = new Level[MaxDepth + 1];
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    internal readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Goes to the next token.</summary>
    internal void Advance()
    {
        if (!_reader.Read()) throw Fault("the JSON ends too early");
    }

    /// <summary>Checks that nothing follows the scenario.</summary>
    internal void ExpectEnd()
    {
        try
        {
            if (!_reader.Read()) return;
        }
        catch (JsonException)
        {
            // What follows is no JSON either.
        }

        long behind = _reader.BytesConsumed + Math.Max(0, _json[(int)_reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8));
        throw At(behind, [], "something follows the scenario; where each line holds one, the file's name ends in .jsonl");
    }

    /// <summary>Enters an object.</summary>
    internal void BeginObject(string what = "an object")
    {
        if (Token != JsonTokenType.StartObject) throw Expected(what);
        _levels[_depth++] = new Level { Start = _reader.TokenStartIndex, Part = PathPart.None };
    }

    /// <summary>The next key of the object, with the cursor on its value; null at the object's end.</summary>
    internal string? NextKey(KeySet keys)
    {
        ref Level level = ref _levels[_depth - 1];
        level.Part = PathPart.None;
        Advance();
        if (Token == JsonTokenType.EndObject)
        {
            _depth--;
            return keys.Missing(level.Seen) is { } missing ? throw Missing(missing) : null;
        }

        int index = keys.IndexOf(Bytes());
        level.Part = index < 0 ? JsonText.Shown(Bytes()) : keys[index];
        if (index < 0) throw Fault($"unknown key; expected {keys.Listed}");
        if ((level.Seen & (1UL << index)) != 0) throw Fault("the key stands twice");
        level.Seen |= 1UL << index;
        Advance();
        return keys[index];
    }

    /// <summary>Enters a list.</summary>
    internal void BeginList(string what)
    {
        if (Token != JsonTokenType.StartArray) throw Expected(what);
        _levels[_depth++] = new Level { Start = _reader.TokenStartIndex, Part = PathPart.None };
    }

    /// <summary>Goes to the list's next item; false at the list's end.</summary>
    /// <param name="max">How many items there may be.</param>
    internal bool NextItem(int max)
    {
        Advance();
        ref Level level = ref _levels[_depth - 1];
        if (Token == JsonTokenType.EndArray)
        {
            _depth--;
            return false;
        }

        level.Part = level.Part.Index + 1;
        return level.Part.Index < max ? true : throw Fault($"expected at most {max} entries");
    }

    /// <summary>Whether the object that begins here has a key.</summary>
    internal readonly bool Has(ReadOnlySpan<byte> key) => TryFindText(key, out _);

    /// <summary>Finds a key's text in the object that begins here, and stays here; the key may be anywhere in the object.</summary>
    internal readonly bool TryFindText(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> text)
    {
        Utf8JsonReader ahead = _reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            bool found = !ahead.ValueIsEscaped && ahead.ValueSpan.SequenceEqual(key);
            ahead.Read();
            if (found)
            {
                text = ahead.TokenType == JsonTokenType.String ? ahead.ValueSpan : default;
                return true;
            }

            ahead.Skip();
        }

        text = default;
        return false;
    }

    /// <summary>Goes on to the value of a key that the object just entered is known to have.</summary>
    internal void SkipTo(ReadOnlySpan<byte> key)
    {
        for (bool found = false; !found;)
        {
            Advance();
            found = !_reader.ValueIsEscaped && _reader.ValueSpan.SequenceEqual(key);
            _levels[_depth - 1].Part = JsonText.Shown(_reader.ValueSpan);
            Advance();
            if (!found) _reader.Skip();
        }
    }

    private struct Level
    {
        internal PathPart Part;
        internal ulong Seen;
        internal long Start;
    }
}
