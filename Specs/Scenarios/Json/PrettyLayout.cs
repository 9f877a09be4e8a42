using System;
using System.Text;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Lays a scenario's line out for people: the scenario, its machine and its steps take several lines, a step always one; of the
/// machine's lists those that would be too wide.</summary>
internal static class PrettyLayout
{
    private const int MaxWidth = 100;
    private const int MachineDepth = 2;

    internal static string Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var text = new StringBuilder(json.Length * 5 / 4);
        reader.Read();
        Value(ref reader, text, json, depth: 0, isSpread: true);
        return text.Append('\n').ToString();
    }

    private static void Value(ref Utf8JsonReader reader, StringBuilder text, ReadOnlySpan<byte> json, int depth, bool isSpread)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            text.Append(Encoding.UTF8.GetString(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]));
            return;
        }

        bool isObject = reader.TokenType == JsonTokenType.StartObject, any = false;
        text.Append(isObject ? '{' : '[');
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (any) text.Append(isSpread ? "," : ", ");
            if (isSpread) NewLine(text, depth + 1);
            any = true;
            bool isSteps = false;
            if (isObject)
            {
                isSteps = depth == 0 && reader.ValueTextEquals("steps"u8);
                text.Append('"').Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append("\": ");
                reader.Read();
            }

            Value(ref reader, text, json, depth + 1, isSpread && (isSteps || IsWide(reader, depth + 1)));
        }

        if (isSpread && any) NewLine(text, depth);
        text.Append(isObject ? '}' : ']');
    }

    private static bool IsWide(Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return false;
        if (depth < MachineDepth) return reader.TokenType == JsonTokenType.StartObject;
        if (depth > MachineDepth || reader.TokenType == JsonTokenType.StartObject) return false;
        long start = reader.TokenStartIndex;
        reader.Skip();
        return reader.BytesConsumed - start > MaxWidth;
    }

    private static void NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', 2 * depth);
}
