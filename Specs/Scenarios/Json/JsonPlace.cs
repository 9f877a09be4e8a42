using System;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Finds a value by its keys once more, for the line of a fault that was found when all was read. Only faults pay for this.</summary>
internal static class JsonPlace
{
    /// <summary>The offset of the value; where it is not there, of the last part of the way that is.</summary>
    internal static long Of(ReadOnlySpan<byte> json, ReadOnlySpan<PathPart> path)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        long place = reader.TokenStartIndex;
        foreach (PathPart part in path)
        {
            if (!(part.Key is { } key ? ToKey(ref reader, key) : ToItem(ref reader, part.Index))) break;
            place = reader.TokenStartIndex;
        }

        return place;
    }

    private static bool ToKey(ref Utf8JsonReader reader, string key)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(key);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }

        return false;
    }

    private static bool ToItem(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index) return true;
            reader.Skip();
        }

        return false;
    }
}
