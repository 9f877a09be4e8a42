using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Tests.Infrastructure;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>Broken drivers: tokens deleted, doubled and swapped.</summary>
internal static class Variants
{
    /// <summary>Variants that are compiled together at most. Each is of another file, so that they share no names that the files do not share.</summary>
    public const int InBatch = 8;

    private const int MaxEdits = 4;

    /// <summary>Of so many batches one is of the library whose turn it is; the others are of the consumer API.</summary>
    private const int Turn = 3;

    /// <summary>The drivers that the batch of the seed breaks.</summary>
    public static FuzzSet SetOf(int seed) =>
        seed % Turn != 0 ? FuzzSet.All[0] : FuzzSet.All[1 + (seed / Turn % (FuzzSet.All.Count - 1))];

    /// <summary>The variants of one seed, as trees that are named after what they were made of.</summary>
    public static IReadOnlyList<SyntaxTree> Batch(int seed)
    {
        var random = new Random(seed);
        var set = SetOf(seed);
        int[] files = [.. Enumerable.Range(0, set.Files.Count)];
        random.Shuffle(files);
        return [.. files.DistinctBy(file => set.Files[file].Group).Take(InBatch)
            .Select(file => CSharpSyntaxTree.ParseText(Break(set.Tokens(file), random), TestCompilation.ParseOptions, set.Files[file].Name))];
    }

    /// <summary>One driver of the seed's library with its statements in another order, and its name.</summary>
    public static (string Name, string Text) Rearrange(int seed)
    {
        var random = new Random(seed);
        var set = SetOf(seed);
        int file = random.Next(set.Files.Count);
        return (set.Files[file].Name, Rearranged.Of(string.Concat(set.Tokens(file).Select(token => token.Text)), random, TestCompilation.ParseOptions));
    }

    private static string Break(IReadOnlyList<(SyntaxKind Kind, string Text)> whole, Random random)
    {
        List<(SyntaxKind Kind, string Text)> tokens = [.. whole];
        for (int edits = random.Next(1, MaxEdits + 1); edits > 0; edits--)
            Edit(tokens, random.Next(tokens.Count - 1), random);
        return string.Concat(tokens.Select(token => token.Text));
    }

    private static void Edit(List<(SyntaxKind Kind, string Text)> tokens, int at, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[at]);
                break;
            case 2:
                Swap(tokens, at, at + 1);
                break;
            default:
                // A token of the same kind in its place mostly compiles: another variable, another constant.
                int[] alike = [.. Enumerable.Range(0, tokens.Count).Where(other => tokens[other].Kind == tokens[at].Kind)];
                Swap(tokens, at, alike[random.Next(alike.Length)]);
                break;
        }
    }

    private static void Swap(List<(SyntaxKind Kind, string Text)> tokens, int a, int b) => (tokens[a], tokens[b]) = (tokens[b], tokens[a]);
}
