using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Contracts.Files;
using XenDma.Analyzers.Contracts.Json;
using XenDma.Analyzers.Tests.Contracts;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>The analyzers over damaged contract files: no exception, and what is said is said at a place in them. <see cref="FuzzSettings"/> has how many.</summary>
public sealed class ContractFuzzTests
{
    private const int DefaultVariants = 100;

    /// <summary>Reading alone costs far less than a run of the analyzers.</summary>
    private const int DefaultReads = 5000;

    /// <summary>Every so many variants are judged a second time, on one thread.</summary>
    private const int Repeated = 8;

    [Fact]
    public async Task DamagedFiles_DoNotThrowAndAreJudgedTheSameTwice()
    {
        var compilations = ContractSampleTests.Samples.Folders.Select(Compile).ToList();
        int first = FuzzSettings.FirstSeed;
        int refused = 0;
        for (int seed = first; seed < first + FuzzSettings.Variants(DefaultVariants); seed++)
        {
            var damaged = new ContractText(DamagedContract.FromDisk(seed), "a.dmacontract.json");
            var whole = new ContractText(DamagedContract.Whole[seed % DamagedContract.Whole.Count], "b.dmacontract.json");
            var options = ContractText.Options(damaged, whole);
            var compilation = compilations[seed % compilations.Count];
            var once = await AnalyzerRunner.RunAsync(compilation, options);
            Assert.False(once.Any(d => d.Id == "AD0001"), $"seed {seed}: {once.FirstOrDefault(d => d.Id == "AD0001")}");
            refused += once.Count(d => d.Id.StartsWith("XDMA9", StringComparison.Ordinal));
            Assert.All(once.Where(d => d.Id.StartsWith("XDMA9", StringComparison.Ordinal)), d => AssertPlace(seed, d, [damaged, whole]));
            if (seed % Repeated != 0)
                continue;
            var again = await AnalyzerRunner.RunAsync(compilation, options, concurrent: false);
            Assert.True(once.Select(d => d.ToString()).Order().SequenceEqual(again.Select(d => d.ToString()).Order()), $"seed {seed}: two runs differ");
        }
        Assert.True(refused > 0, "nothing was said of any file");
    }

    [Fact]
    public void DamagedFiles_AreReadOrRefusedAtAPlaceInThem()
    {
        int first = FuzzSettings.FirstSeed;
        for (int seed = first; seed < first + FuzzSettings.Variants(DefaultReads); seed++)
        {
            var text = new ContractText(DamagedContract.FromDisk(seed));
            var file = ContractFile.Of(text, CancellationToken.None);
            Assert.All(file.Problems, problem => Assert.InRange(problem.Place.End, 0, text.GetText().Length));
            Assert.All(file.Problems, problem => Assert.NotEmpty(problem.Why));
        }
    }

    /// <summary>Another reader of JSON is asked for a second opinion: it allows a name twice and deeper nesting, which ours refuses by name.</summary>
    [Fact]
    public void Json_IsWhatTheBaseLibraryTakesForIt()
    {
        int variants = FuzzSettings.Variants(DefaultReads);
        int accepted = 0;
        for (int seed = FuzzSettings.FirstSeed; seed < FuzzSettings.FirstSeed + variants; seed++)
        {
            string text = DamagedContract.Text(seed);
            bool read = JsonReader.Read(text, out var problem) is not null;
            bool stricter = problem?.Why.EndsWith("for the second time", StringComparison.Ordinal) == true
                || problem?.Why.StartsWith("more than", StringComparison.Ordinal) == true;
            if (!stricter)
                Assert.True(read == IsJson(text), $"seed {seed}: {(read ? "read" : problem!.Why)}");
            accepted += read ? 1 : 0;
        }
        Assert.InRange(accepted, 1, variants - 1);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData('"')]
    [InlineData('(')]
    public void LongRuns_AreRefusedWithoutDepth(char piece)
    {
        var file = ContractFile.Of(new ContractText(new string(piece, JsonReader.MaxLength)), CancellationToken.None);

        Assert.Single(file.Problems);
    }

    private static CSharpCompilation Compile(string folder) => TestCompilation.Create(
        [new("Driver.cs", ContractSampleTests.Samples.Read(folder, "Defects.cs"))],
        [.. TestCompilation.ReferencesWithoutApi, ContractSampleTests.Samples.Library(folder)]);

    /// <summary>The file, and a line and a column that it has.</summary>
    private static void AssertPlace(int seed, Diagnostic diagnostic, IEnumerable<ContractText> files)
    {
        var span = diagnostic.Location.GetLineSpan();
        var lines = files.Single(file => file.Path == span.Path).GetText().Lines;
        Assert.True(diagnostic.Location.Kind == LocationKind.ExternalFile, $"seed {seed}: {diagnostic} is of no file");
        Assert.InRange(span.StartLinePosition.Line, 0, lines.Count - 1);
        Assert.InRange(span.StartLinePosition.Character, 0, lines[span.StartLinePosition.Line].SpanIncludingLineBreak.Length);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
