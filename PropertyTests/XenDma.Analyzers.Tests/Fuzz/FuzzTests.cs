using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>
/// The analyzers over broken drivers: no exception, no hang, and the same diagnostics whether files come in this order or that, on
/// many threads or on one. <see cref="FuzzSettings"/> has how many.
/// </summary>
public sealed class FuzzTests
{
    private const int DefaultVariants = 320;

    /// <summary>No batch takes a thousandth of it: what takes longer hangs.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task BrokenDrivers_DoNotThrowAndAreJudgedTheSameInEveryOrder()
    {
        int variants = FuzzSettings.Variants(DefaultVariants);
        int found = 0;
        for (int seed = FuzzSettings.FirstSeed; variants > 0; seed++)
        {
            IReadOnlyList<SyntaxTree> trees = Variants.Batch(seed);
            variants -= trees.Count;
            string once = await JudgeAsync(seed, trees, concurrent: true);
            string again = await JudgeAsync(seed, MeansTheSameInAnyOrder(trees) ? trees.Reverse() : trees, concurrent: false);
            Assert.False(once.Contains("AD0001", StringComparison.Ordinal), $"seed {seed}: {once}");
            Assert.True(once == again, $"seed {seed}: two runs differ.\nOn many threads:\n{once}\nOn one thread, files the other way round where that may be:\n{again}");
            found += once.Length;
        }
        Assert.True(found > 0, "no variant got a diagnostic");
    }

    /// <summary>Of several files with statements outside of types the compiler takes the first for the program, and the locals of that one are
    /// names in all files: `using Systemusing System;` hides the namespace, or not.</summary>
    private static bool MeansTheSameInAnyOrder(IEnumerable<SyntaxTree> trees) =>
        trees.Count(static tree => ((CompilationUnitSyntax)tree.GetRoot()).Members.Any(SyntaxKind.GlobalStatement)) < 2;

    private static async Task<string> JudgeAsync(int seed, IEnumerable<SyntaxTree> trees, bool concurrent)
    {
        var set = Variants.SetOf(seed);
        var run = Task.Run(() => AnalyzerRunner.RunAsync(set.Empty.AddSyntaxTrees(trees), set.Options, concurrent));
        try
        {
            return string.Join("\n", (await run.WaitAsync(Hang)).Select(Describe).Order(StringComparer.Ordinal));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"seed {seed}: the analyzers hang");
            throw;
        }
    }

    /// <summary>All that a user or a fix sees of it.</summary>
    private static string Describe(Diagnostic diagnostic) =>
        $"{diagnostic} {string.Join(" ", diagnostic.AdditionalLocations.Select(place => place.GetLineSpan()))} "
        + string.Join(" ", diagnostic.Properties.OrderBy(property => property.Key, StringComparer.Ordinal));
}
