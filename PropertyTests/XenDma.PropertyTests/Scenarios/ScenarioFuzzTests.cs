using System;
using System.IO;
using System.Linq;
using System.Text;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>Damaged files: a fault of one line, or scenarios that replay to a verdict; never another exception, and soon.</summary>
public class ScenarioFuzzTests
{
    private const int Files = 2000;
    private const int Lines = 3;

    // Larger machines are read, not run: what one file may ask for is bounded, ten thousand of them are not.
    private const ulong MaxFrames = 1 << 13;
    private const int MaxSteps = 200;

    private static readonly ModelImplementation Model = new();

    [Theory]
    [InlineData(1, "a.jsonl")]
    [InlineData(2, "a.json")]
    [InlineData(3, "a.jsonl.gz")]
    public void Damaged_generated_files_are_refused_or_replayed(int seed, string name) => Damage(seed, name, static index => Generated(index));

    [Theory]
    [InlineData(4, "a.jsonl")]
    [InlineData(5, "a.json")]
    public void Damaged_files_of_every_op_are_refused_or_replayed(int seed, string name) => Damage(seed, name, static _ => Samples.ReadOne(Samples.Full));

    private static void Damage(int seed, string name, Func<int, Scenario> make)
    {
        var random = new Random(seed);
        int refused = 0, replayed = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] damaged = FileDamage.Damaged(Written(name, i, make), random);
            try
            {
                foreach (Scenario scenario in ScenarioReader.Read(new MemoryStream(damaged), name)) replayed += Replayed(scenario, i);
            }
            catch (ScenarioException fault)
            {
                refused++;
                Assert.DoesNotContain(fault.Message, char.IsControl);
                Assert.InRange(fault.Message.Length, 10, 500);
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {seed}, file {i}: {other}\n{Convert.ToBase64String(damaged)}");
            }
        }

        Assert.InRange(refused, Files / 3, Files);
        Assert.InRange(replayed, Files / 100, Files * Lines * 2);
    }

    /// <summary>Replays in either mode, with the invariants where they can judge.</summary>
    private static int Replayed(Scenario scenario, int index)
    {
        if (scenario.Machine.Layout.FrameCount > MaxFrames || scenario.Steps.Length > MaxSteps) return 0;
        bool exact = index % 2 == 0;
        ReplayOutcome outcome = Replay.Run(scenario, Model, exact ? ReplayMode.Exact : ReplayMode.Contract, exact ? [] : Catalogue.All);
        Assert.True(Enum.IsDefined(outcome.Verdict));
        return 1;
    }

    private static byte[] Written(string name, int index, Func<int, Scenario> make)
    {
        if (name.EndsWith(".json", StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(ScenarioWriter.ToText(make(index)));
        string lines = string.Concat(Enumerable.Range(0, Lines).Select(line => ScenarioWriter.ToLine(make((index * Lines) + line)) + "\n"));
        return name.EndsWith(".gz", StringComparison.Ordinal) ? Samples.Gzip(lines) : Encoding.UTF8.GetBytes(lines);
    }

    /// <summary>A short scenario with the model's answers; a few hundred of them, on every platform.</summary>
    private static Scenario Generated(int index) => Answered[index % Answered.Length];

    private static readonly Scenario[] Answered =
    [
        .. Enumerable.Range(0, 200).Select(static i => CaseRunner.WithModelResults(ScenarioGenerator.Make(
            SplitMix.SeedOf(99, i), 1 + (i % 16), Semantics.Contract, (Platform)(i % Enum.GetValues<Platform>().Length)))),
    ];
}
