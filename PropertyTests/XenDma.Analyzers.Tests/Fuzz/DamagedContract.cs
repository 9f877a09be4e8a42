using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.Tests.Contracts;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>Damaged contract files: pieces deleted, doubled, swapped, cut off and replaced by other types, huge numbers, deep nesting, names that
/// stand twice, bytes that are no UTF-8.</summary>
internal static class DamagedContract
{
    private const int MaxEdits = 6;
    private const int Deep = 40;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "\\ud800", "\0", "\n", " ", "0", "-", "1e9", "-1", "99999999999", "255", "256",
        "1e99999", "-0.0", "170141183460469231731687303715884105728", "2147483648", "true", "false", "null", "{}", "[]", "\"\"", "this", "return",
        "\"this\"", "`", "``1", "(", ")", "()", "(,)", "<", ">", "@", "[,]", "[[", ".", "..ctor", "+", "ref ", "property:", "=", "!",
        "\"Map\"", "é", "\ud83d", "\ufeff", "\u2028", "\r", new string('[', Deep), string.Concat(Enumerable.Repeat("{\"a\":", Deep)),
    ];

    public static IReadOnlyList<string> Whole { get; } = [.. ContractSampleTests.Samples.Folders.Select(ContractSampleTests.Samples.Contract)];

    /// <summary>The text of the damaged file of that seed.</summary>
    public static string Text(int seed)
    {
        var random = new Random(seed);
        List<string> tokens = Split(Whole[random.Next(Whole.Count)]);
        for (int edits = random.Next(MaxEdits + 1); edits > 0 && tokens.Count > 1; edits--)
            Edit(tokens, random.Next(tokens.Count - 1), random);
        return string.Concat(tokens);
    }

    /// <summary>The same as an editor or the compiler reads it from a disk: with a mark of its encoding, with bytes that are none.</summary>
    public static SourceText FromDisk(int seed)
    {
        var random = new Random(seed);
        byte[] bytes = Encoding.UTF8.GetBytes(Text(seed));
        if (random.Next(4) == 0)
            bytes = [.. Encoding.UTF8.GetPreamble(), .. bytes];
        else if (random.Next(4) == 0)
            bytes = [.. Encoding.Unicode.GetPreamble(), .. bytes];
        for (int edits = random.Next(3); edits > 0 && bytes.Length > 0; edits--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(128, 256);
        using var stream = new System.IO.MemoryStream(bytes);
        return SourceText.From(stream, throwIfBinaryDetected: false);
    }

    private static void Edit(List<string> tokens, int at, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[random.Next(tokens.Count)]);
                break;
            case 2 or 3:
                tokens[at] = Pieces[random.Next(Pieces.Length)];
                break;
            case 4:
                tokens.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 5 when random.Next(4) == 0:
                tokens.RemoveRange(at, tokens.Count - at);
                break;
            case 6:
                // A run of tokens once more: a name with its value, an entry.
                tokens.InsertRange(at, tokens.GetRange(at, Math.Min(random.Next(1, 12), tokens.Count - at)));
                break;
            default:
                (tokens[at], tokens[at + 1]) = (tokens[at + 1], tokens[at]);
                break;
        }
    }

    /// <summary>Words, and everything else one by one.</summary>
    private static List<string> Split(string text)
    {
        var tokens = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            while (end < text.Length && char.IsLetterOrDigit(text[start]) && char.IsLetterOrDigit(text[end]))
                end++;
            tokens.Add(text[start..end]);
        }
        return tokens;
    }
}
