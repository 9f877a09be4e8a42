using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ide;

/// <summary>
/// Drivers while they are typed: text that ends behind some token, and text with a statement that is typed so far. No exception, no diagnostic
/// outside the text, and when all is typed what the markers say. XENDMA_TYPING says how many states of each kind a driver gets, XENDMA_SEED which.
/// </summary>
public sealed class TypingTests
{
    private const int DefaultStates = 1;

    private static readonly int States = FromEnvironment("XENDMA_TYPING", DefaultStates);
    private static readonly int Seed = FromEnvironment("XENDMA_SEED", 1);

    public static TheoryData<string> Files => [.. Corpus.Files, .. Corpus.Cases];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Driver_IsJudgedAtEachState(string file)
    {
        string whole = Corpus.Read(file);
        SyntaxNode root = CSharpSyntaxTree.ParseText(whole, TestCompilation.ParseOptions).GetRoot();
        var random = new Random(HashCode(file) ^ Seed);
        using var project = new IdeProject("");
        foreach (string text in Prefixes(root, whole, random).Concat(Statements(root, whole, random)))
        {
            project.Type(text);
            ImmutableArray<Diagnostic> shown = await project.ShownAsync();
            Assert.True(shown.All(one => one.Id != "AD0001" && one.Location.SourceSpan.End <= text.Length),
                $"seed {Seed}: {string.Join("\n", shown)}\nafter:\n{text}");
        }
        project.Type(whole);
        Assert.Equal(Markers.Read(whole), AnalyzerRunner.Lines(await project.ShownAsync()));
    }

    /// <summary>The text ends behind a token: what stands below is not written yet.</summary>
    private static IEnumerable<string> Prefixes(SyntaxNode root, string whole, Random random)
    {
        SyntaxToken[] tokens = [.. root.DescendantTokens()];
        return Sample(tokens.Length, random).Order().Select(at => whole[..tokens[at].Span.End]);
    }

    /// <summary>A statement ends behind one of its tokens, and the rest of the file stands.</summary>
    private static IEnumerable<string> Statements(SyntaxNode root, string whole, Random random)
    {
        StatementSyntax[] statements = [.. root.DescendantNodes().OfType<StatementSyntax>().Where(one => one is not BlockSyntax)];
        foreach (StatementSyntax statement in Sample(statements.Length, random).Select(at => statements[at]))
        {
            SyntaxToken[] tokens = [.. statement.DescendantTokens()];
            yield return whole[..tokens[random.Next(tokens.Length)].Span.End] + whole[statement.Span.End..];
        }
    }

    private static IEnumerable<int> Sample(int count, Random random) =>
        count <= States ? Enumerable.Range(0, count) : Enumerable.Range(0, States).Select(_ => random.Next(count));

    /// <summary>The same in every process.</summary>
    private static int HashCode(string file) => file.Aggregate(17, static (hash, letter) => unchecked((hash * 31) + letter));

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
