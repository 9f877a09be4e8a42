using System;
using System.Text;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Text out of a file on its way into a message of one line.</summary>
internal static class JsonText
{
    private const int MaxShown = 40;

    /// <summary>What a file says, harmless and short.</summary>
    internal static string Shown(ReadOnlySpan<byte> text)
    {
        string all = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * MaxShown)]);
        var shown = new StringBuilder();
        foreach (char c in all.AsSpan(0, Math.Min(all.Length, MaxShown))) shown.Append(IsPlain(c) ? c : '?');
        return all.Length > MaxShown ? shown.Append("...").ToString() : shown.ToString();
    }

    /// <summary>A key or a string without its escapes; where they stand for no valid text, as it is written.</summary>
    internal static ReadOnlySpan<byte> Unescaped(Utf8JsonReader reader)
    {
        try
        {
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return reader.ValueSpan;
        }
    }

    /// <summary>The first sentence of an exception's message.</summary>
    internal static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return Shown(Encoding.UTF8.GetBytes(end < 0 ? message : message[..end]), 160);
    }

    private static string Shown(byte[] text, int max)
    {
        string all = Encoding.UTF8.GetString(text);
        var shown = new StringBuilder();
        foreach (char c in all.AsSpan(0, Math.Min(all.Length, max))) shown.Append(IsPlain(c) ? c : '?');
        return shown.ToString();
    }

    private static bool IsPlain(char c) => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029');
}
