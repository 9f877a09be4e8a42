using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using XenDma.Analyzers.Contracts.Files;
using XenDma.Analyzers.Contracts.Json;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>Damaged contract files: pieces deleted, doubled, swapped and replaced. XENDMA_FUZZ sets how many, XENDMA_SEED where to begin.</summary>
public sealed class ContractFuzzTests
{
    private const int DefaultVariants = 100;

    /// <summary>Reading alone costs far less than a run of the analyzers.</summary>
    private const int ReadsPerRun = 50;
    private const int MaxEdits = 6;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "\\ud800", "\0", "\n", " ", "0", "-", "1e9", "-1", "99999999999", "255", "256",
        "true", "null", "this", "return", "\"this\"", "`", "``1", "(", ")", "()", "(,)", "<", ">", "@", "[,]", "[[", ".", "..ctor", "+",
        "ref ", "property:", "=", "!", "\"Map\"", "é", "\ud83d",
    ];

    private static readonly string[] Seeds = [.. ContractSampleTests.Samples.Folders.Select(ContractSampleTests.Samples.Contract)];

    [Fact]
    public async Task DamagedFiles_DoNotThrowAndAreJudgedTheSameTwice()
    {
        int variants = FromEnvironment("XENDMA_FUZZ", DefaultVariants);
        int first = FromEnvironment("XENDMA_SEED", 1);
        var folders = ContractSampleTests.Samples.Folders;
        var compilations = folders.Select(folder => TestCompilation.Create(
            [new("Driver.cs", ContractSampleTests.Samples.Read(folder, "Defects.cs"))],
            [.. TestCompilation.ReferencesWithoutApi, ContractSampleTests.Samples.Library(folder)])).ToList();
        for (int seed = first; seed < first + variants; seed++)
        {
            var options = ContractText.Options(
                new ContractText(Damage(seed), "a.dmacontract.json"), new ContractText(Seeds[seed % Seeds.Length], "b.dmacontract.json"));
            var compilation = compilations[seed % compilations.Count];
            var once = await AnalyzerRunner.RunAsync(compilation, options);
            Assert.False(once.Any(d => d.Id == "AD0001"), $"seed {seed}: {once.FirstOrDefault(d => d.Id == "AD0001")}");
            var again = await AnalyzerRunner.RunAsync(compilation, options, concurrent: false);
            Assert.True(once.Select(d => d.ToString()).Order().SequenceEqual(again.Select(d => d.ToString()).Order()), $"seed {seed}: two runs differ");
        }
    }

    [Fact]
    public void DamagedFiles_AreReadOrRefusedAtAPlaceInThem()
    {
        int variants = FromEnvironment("XENDMA_FUZZ", DefaultVariants) * ReadsPerRun;
        int first = FromEnvironment("XENDMA_SEED", 1);
        for (int seed = first; seed < first + variants; seed++)
        {
            string text = Damage(seed);
            var file = ContractFile.Of(new ContractText(text), CancellationToken.None);
            Assert.All(file.Problems, problem => Assert.InRange(problem.Place.End, 0, text.Length));
            Assert.All(file.Problems, problem => Assert.NotEmpty(problem.Why));
        }
    }

    /// <summary>Another reader of JSON is asked for a second opinion: it allows a name twice and deeper nesting, which ours refuses by name.</summary>
    [Fact]
    public void Json_IsWhatTheBaseLibraryTakesForIt()
    {
        int variants = FromEnvironment("XENDMA_FUZZ", DefaultVariants) * ReadsPerRun;
        int first = FromEnvironment("XENDMA_SEED", 1);
        int accepted = 0;
        for (int seed = first; seed < first + variants; seed++)
        {
            string text = Damage(seed);
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

    private static string Damage(int seed)
    {
        var random = new Random(seed);
        List<string> tokens = Split(Seeds[random.Next(Seeds.Length)]);
        for (int edits = random.Next(MaxEdits + 1); edits > 0 && tokens.Count > 1; edits--)
        {
            int at = random.Next(tokens.Count - 1);
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[random.Next(tokens.Count)]);
                    break;
                case 2:
                    tokens[at] = Pieces[random.Next(Pieces.Length)];
                    break;
                case 3:
                    tokens.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 4 when random.Next(8) == 0:
                    tokens.RemoveRange(at, tokens.Count - at);
                    break;
                default:
                    (tokens[at], tokens[at + 1]) = (tokens[at + 1], tokens[at]);
                    break;
            }
        }
        return string.Concat(tokens);
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

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
