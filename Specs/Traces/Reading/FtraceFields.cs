using System;
using System.Buffers.Text;

namespace XenDma.Specs.Traces.Reading;

/// <summary>The <c>key=value</c> pairs of an event's text. A value ends at a blank, one in quotes at the quote.</summary>
internal readonly ref struct FtraceFields
{
    private const int MaxFields = 24;

    private readonly ReadOnlySpan<byte> _text;
    private readonly Places _keys;
    private readonly Places _values;
    private readonly int _count;

    internal FtraceFields(ReadOnlySpan<byte> text)
    {
        _text = text;
        for (int at = 0; at < text.Length && _count < MaxFields;)
        {
            int equals = text[at..].IndexOf((byte)'=');
            if (equals < 0) break;
            equals += at;
            int start = equals;
            while (start > at && IsWord(text[start - 1])) start--;
            int from = equals + 1, end;
            if (from < text.Length && text[from] == (byte)'"')
            {
                from++;
                end = text[from..].IndexOf((byte)'"');
                at = end < 0 ? text.Length : from + end + 1;
            }
            else
            {
                end = text[from..].IndexOf((byte)' ');
                at = end < 0 ? text.Length : from + end;
            }

            end = end < 0 ? text.Length : from + end;
            _keys[_count] = (start, equals);
            _values[_count++] = (from, end);
        }
    }

    /// <summary>What a key says; empty where it is missing.</summary>
    internal ReadOnlySpan<byte> this[ReadOnlySpan<byte> key]
    {
        get
        {
            for (int i = 0; i < _count; i++)
            {
                (int start, int end) = _keys[i];
                if (_text[start..end].SequenceEqual(key)) return _text[_values[i].Start.._values[i].End];
            }

            return default;
        }
    }

    internal bool Has(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_text[_keys[i].Start.._keys[i].End].SequenceEqual(key)) return true;
        }

        return false;
    }

    /// <summary>A number, <c>0x</c> and hexadecimal or decimal; null where the key is missing or says something else, as <c>(fault)</c>.</summary>
    internal ulong? Number(ReadOnlySpan<byte> key) => Parse(this[key]);

    /// <summary>Hexadecimal digits without a mark.</summary>
    internal ulong? Hex(ReadOnlySpan<byte> key) => ParseHex(this[key]);

    internal static ulong? Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("0x"u8)) return ParseHex(text[2..]);
        if (text is [(byte)'-', ..]) return Utf8Parser.TryParse(text, out long negative, out int all) && all == text.Length ? unchecked((ulong)negative) : null;
        return Utf8Parser.TryParse(text, out ulong value, out int used) && used == text.Length ? value : null;
    }

    internal static ulong? ParseHex(ReadOnlySpan<byte> digits)
    {
        if (digits.StartsWith("0x"u8)) digits = digits[2..];
        return digits.Length is > 0 and <= 16 && Utf8Parser.TryParse(digits, out ulong value, out int used, 'x') && used == digits.Length ? value : null;
    }

    private static bool IsWord(byte value) => value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_';

    [System.Runtime.CompilerServices.InlineArray(MaxFields)]
    private struct Places
    {
        private (int Start, int End) _first;
    }
}
