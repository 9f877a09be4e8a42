using System;
using System.Globalization;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>The format's own ways to write values.</summary>
internal static class JsonWriting
{
    /// <summary>An address, a mask or a sum.</summary>
    internal static void WriteHex(this Utf8JsonWriter json, string key, ulong value)
    {
        json.WritePropertyName(key);
        json.WriteHexValue(value);
    }

    /// <summary>An address in a list.</summary>
    internal static void WriteHexValue(this Utf8JsonWriter json, ulong value)
    {
        Span<char> text = stackalloc char[18];
        text.TryWrite(CultureInfo.InvariantCulture, $"0x{value:x}", out int length);
        json.WriteStringValue(text[..length]);
    }

    /// <summary>A list of numbers.</summary>
    internal static void WriteNumbers(this Utf8JsonWriter json, params ReadOnlySpan<ulong> numbers)
    {
        json.WriteStartArray();
        foreach (ulong number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>A list's entry: an address and a length.</summary>
    internal static void WriteSegment(this Utf8JsonWriter json, ulong address, ulong length)
    {
        json.WriteStartArray();
        json.WriteHexValue(address);
        json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    /// <summary>The word for a value.</summary>
    internal static string WordOf<T>((string Word, T Value)[] words, T value)
    {
        foreach ((string word, T known) in words)
        {
            if (Equals(known, value)) return word;
        }

        throw new NotSupportedException($"{value} has no name in the format");
    }
}
