using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using Xunit;

namespace XenDma.PropertyTests.Replays;

/// <summary>The model answers as the real kernel code did when it was recorded, slot for slot and byte for byte.</summary>
public sealed class RecordingTests
{
    private static string Folder => Path.Combine(Path.GetDirectoryName(typeof(RecordingTests).Assembly.Location)!, "recordings");

    public static TheoryData<string> Files
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (string file in Directory.EnumerateFiles(Folder, "*.jsonl.gz", SearchOption.AllDirectories).Order())
                data.Add(Path.GetRelativePath(Folder, file));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_model_is_exact(string file) => Assert.Empty(Differences(file, ReplayMode.Exact));

    [Theory]
    [MemberData(nameof(Files))]
    public void The_contract_accepts_what_the_model_does(string file) => Assert.Empty(Differences(file, ReplayMode.Contract));

    [Fact]
    public void All_three_releases_are_there() =>
        Assert.Equal(["4.18", "6.1", "6.14"], Directory.EnumerateDirectories(Folder).Select(static folder => Path.GetFileName(folder)!).Order());

    [Fact]
    public void An_endless_slot_search_is_told_as_what_it_is()
    {
        foreach (Scenario scenario in ScenarioReader.Read(Path.Combine(Folder, "6.1", "hang.jsonl.gz")))
        {
            ReplayOutcome outcome = Replay.Run(scenario, new ModelImplementation(), ReplayMode.Exact);
            Assert.Equal($"step {scenario.Steps.Length - 1}: a call that never returns, and none was recorded", outcome.Reason);
        }
    }

    [Fact]
    public void A_changed_result_is_found_at_its_step()
    {
        Scenario scenario = ScenarioReader.Read(Path.Combine(Folder, "4.18", "streaming.jsonl.gz")).First();
        int step = scenario.Steps.Select(static (step, i) => (step, i)).First(static item => item.step.Result is Mapped).i;
        var mapped = (Mapped)scenario.Steps[step].Result!;
        Scenario changed = scenario with { Steps = scenario.Steps.SetItem(step, scenario.Steps[step] with { Result = new Mapped(mapped.Dma ^ 4096) }) };
        ReplayOutcome outcome = Replay.Run(changed, new ModelImplementation(), ReplayMode.Exact);
        Assert.Equal((Verdict.Fail, step), (outcome.Verdict, outcome.Finding!.Step));
    }

    [Fact]
    public void A_release_is_not_another()
    {
        Scenario[] recorded = [.. ScenarioReader.Read(Path.Combine(Folder, "4.18", "mixed.jsonl.gz")).Take(40)];
        var other = new ModelImplementation(Semantics.Linux6_14);
        Assert.Contains(recorded, scenario => Replay.Run(scenario, other, ReplayMode.Exact).Verdict == Verdict.Fail);
    }

    private static List<string> Differences(string file, ReplayMode mode)
    {
        var model = new ModelImplementation();
        return [.. ScenarioReader.Read(Path.Combine(Folder, file)).AsParallel().AsOrdered().Select(scenario => (scenario.Name, Outcome: Replay.Run(scenario, model, mode)))
            .Where(static replay => replay.Outcome.Verdict != Verdict.Pass)
            .Select(static replay => $"{replay.Name}: {replay.Outcome.Finding}{replay.Outcome.Reason}")];
    }
}
