using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>Broken drivers: tokens of the corpus deleted, doubled and swapped. XENDMA_FUZZ sets how many, XENDMA_SEED where to begin.</summary>
public sealed class FuzzTests
{
    private const int DefaultVariants = 200;
    private const int MaxEdits = 4;

    [Fact]
    public async Task BrokenDrivers_DoNotThrowAndAreJudgedTheSameTwice()
    {
        int variants = FromEnvironment("XENDMA_FUZZ", DefaultVariants);
        int first = FromEnvironment("XENDMA_SEED", 1);
        for (int seed = first; seed < first + variants; seed++)
        {
            string source = Break(seed);
            var once = await AnalyzerRunner.RunAsync(TestCompilation.Create(source));
            Assert.False(once.Any(d => d.Id == "AD0001"), $"seed {seed}: {once.FirstOrDefault(d => d.Id == "AD0001")}");
            var again = await AnalyzerRunner.RunAsync(TestCompilation.Create(source), concurrent: false);
            Assert.True(once.Select(d => d.ToString()).SequenceEqual(again.Select(d => d.ToString())), $"seed {seed}: two runs differ");
        }
    }

    private static string Break(int seed)
    {
        var random = new Random(seed);
        string source = Corpus.Read(Corpus.Files[random.Next(Corpus.Files.Count)]);
        List<string> tokens = [.. CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions).GetRoot().DescendantTokens().Select(t => t.ToFullString())];
        for (int edits = random.Next(1, MaxEdits + 1); edits > 0; edits--)
        {
            int at = random.Next(tokens.Count - 1);
            switch (random.Next(3))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                default:
                    (tokens[at], tokens[at + 1]) = (tokens[at + 1], tokens[at]);
                    break;
            }
        }
        return string.Concat(tokens);
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
