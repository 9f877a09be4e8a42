using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Tests.Infrastructure;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>Broken drivers: tokens of the corpus deleted, doubled and swapped.</summary>
internal static class Variants
{
    /// <summary>Variants that are compiled together. Each is of another file, so that they share no names that the files do not share.</summary>
    public const int InBatch = 8;

    private const int MaxEdits = 4;

    private static readonly string[] Files = [.. Corpus.Files, .. Corpus.Cases];

    /// <summary>The tokens of each file, with their trivia.</summary>
    private static readonly Lazy<(SyntaxKind Kind, string Text)[]>[] Tokens = [.. Files.Select(file => new Lazy<(SyntaxKind, string)[]>(() => Split(file)))];

    /// <summary>The variants of one seed, as trees that are named after what they were made of.</summary>
    public static IReadOnlyList<SyntaxTree> Batch(int seed)
    {
        var random = new Random(seed);
        int[] files = [.. Enumerable.Range(0, Files.Length)];
        random.Shuffle(files);
        return [.. files.Take(InBatch).Select(file => CSharpSyntaxTree.ParseText(Break(file, random), TestCompilation.ParseOptions, Files[file]))];
    }

    private static string Break(int file, Random random)
    {
        List<(SyntaxKind Kind, string Text)> tokens = [.. Tokens[file].Value];
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

    private static (SyntaxKind Kind, string Text)[] Split(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(Corpus.Read(file), TestCompilation.ParseOptions).GetRoot();
        return [.. root.DescendantTokens().Select(token => (token.Kind(), token.ToFullString()))];
    }
}
