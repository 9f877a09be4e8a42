using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>The code fixes over broken drivers: no exception, no hang, and what is applied brings no error that was not there.
/// <see cref="FuzzSettings"/> has how many.</summary>
public sealed class FixFuzzTests(ITestOutputHelper output)
{
    private const int DefaultVariants = 28;

    /// <summary>Diagnostics of one variant that are fixed, in every way that is offered.</summary>
    private const int MaxFixed = 1;

    private const int TokenTurn = 4;

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task FixesOfBrokenDrivers_DoNotThrowAndBringNoError()
    {
        int applied = 0, whole = 0, first = FuzzSettings.FirstSeed;
        for (int seed = first; seed < first + FuzzSettings.Variants(DefaultVariants); seed++)
        {
            // One of four is broken in its tokens, which seldom compiles.
            var (file, text) = seed % TokenTurn == 0 ? Tokens(seed) : Variants.Rearrange(seed);
            var (fixes, isWhole) = await FixAsync(seed, file, text);
            applied += fixes;
            whole += isWhole ? fixes : 0;
        }
        output.WriteLine($"{applied} fixes were applied, {whole} of them to drivers that compile");
        Assert.True(applied > 0 && whole > 0, $"{applied} fixes were applied, {whole} of them to drivers that compile");
    }

    private static (string Name, string Text) Tokens(int seed)
    {
        SyntaxTree tree = Variants.Batch(seed)[0];
        return (tree.FilePath, tree.ToString());
    }

    private static async Task<(int Fixes, bool IsWhole)> FixAsync(int seed, string file, string text)
    {
        string name = $"seed {seed}, {file}";
        try
        {
            return await Task.Run(() => FixAsync(Variants.SetOf(seed), text, new Random(seed), name)).WaitAsync(Hang);
        }
        catch (Exception thrown) when (thrown is not Xunit.Sdk.XunitException)
        {
            Assert.Fail(thrown is TimeoutException ? $"{name}: the fixes hang" : $"{name}: {thrown}");
            throw;
        }
    }

    private static async Task<(int Fixes, bool IsWhole)> FixAsync(FuzzSet set, string source, Random random, string name)
    {
        using var workspace = new AdhocWorkspace();
        Document document = FixRunner.CreateDocument(workspace, source, set.Empty.References, set.Contract);
        Diagnostic[] found = [.. (await FixRunner.FindAsync(document)).Where(one => FixRunner.Fixable.Contains(one.Id))];
        random.Shuffle(found);
        HashSet<(string, Location)> chosen = [.. found.Take(MaxFixed).Select(one => (one.Id, one.Location))];
        if (chosen.Count == 0)
            return (0, false);

        int errors = await ErrorsAsync(document);
        var fixes = await FixRunner.EachAsync(document, one => chosen.Contains((one.Id, one.Location)));
        foreach (var (diagnostic, title, changed) in fixes)
        {
            string text = (await changed.GetTextAsync()).ToString();
            Assert.True(await ErrorsAsync(changed) <= errors, $"{name}: '{title}' for {diagnostic} brings an error:\n{text}");
            var after = await AnalyzerRunner.RunAsync((await changed.Project.GetCompilationAsync())!, changed.Project.AnalyzerOptions);
            Assert.False(after.Any(one => one.Id == "AD0001"), $"{name}: an analyzer throws behind '{title}' for {diagnostic}:\n{text}");
        }
        return (fixes.Count, errors == 0);
    }

    private static async Task<int> ErrorsAsync(Document document) =>
        (await document.Project.GetCompilationAsync())!.GetDiagnostics().Count(one => one.Severity == DiagnosticSeverity.Error);
}
