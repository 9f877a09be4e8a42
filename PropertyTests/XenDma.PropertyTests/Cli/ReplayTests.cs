using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary><c>xendma replay</c> of scenarios that can be read.</summary>
public sealed class ReplayTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData("exact")]
    [InlineData("contract")]
    public async Task A_good_scenario_passes(string mode)
    {
        CommandResult run = await XendmaCommand.RunAsync(["replay", folder.Write($"good-{mode}.json", ScenarioText.Good), "--mode", mode]);
        Assert.Equal(0, run.Status);
        Assert.Empty(run.Error);
        Assert.Contains("1 of 1 (100 %)", run.Output, System.StringComparison.Ordinal);
        Assert.Contains("Pass", run.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_holds_a_scenario_a_line_compressed_or_not()
    {
        string lines = string.Concat(Enumerable.Repeat(ScenarioText.Line, 5));
        string plain = folder.Write("five.jsonl", lines), marked = folder.Write("marked.jsonl", "\uFEFF" + lines + "\r\n");
        string compressed = folder.Write("five.jsonl.gz", TemporaryFolder.Compressed(lines));
        string joined = folder.Write("joined.jsonl.gz", [.. TemporaryFolder.Compressed(lines), .. TemporaryFolder.Compressed(lines)]);
        CommandResult run = await XendmaCommand.RunAsync(["replay", plain, marked, compressed, joined]);
        Assert.Equal(0, run.Status);
        Assert.Equal(3, run.Output.Split("5 of 5 (100 %)").Length - 1);
        Assert.Contains("10 of 10 (100 %)", run.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_result_names_the_step_and_both_sides_in_one_line()
    {
        string file = folder.Write("wrong.json", ScenarioText.With("0xbb8000", "0xbb9000"));
        CommandResult run = await XendmaCommand.RunAsync(["replay", file]);
        Assert.Equal(1, run.Status);
        Assert.Empty(run.Error);
        string note = Assert.Single(run.Output.Split('\n'), static line => line.Contains("expected", System.StringComparison.Ordinal));
        Assert.StartsWith(file, note, System.StringComparison.Ordinal);
        Assert.Contains("Fail: step 1: ", note, System.StringComparison.Ordinal);
        Assert.Contains("expected bus address 0xbb9000, got bus address 0xbb8000", note, System.StringComparison.Ordinal);
        Assert.Contains("map_page(dev 0, pfn 0xbb8", note, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_wrong_scenario_among_good_ones_is_told_by_its_name()
    {
        string wrong = ScenarioText.Line.Replace("0xbb8000", "0x1000", System.StringComparison.Ordinal).Replace("a page there and back", "odd\\none", System.StringComparison.Ordinal);
        string file = folder.Write("one-wrong.jsonl", ScenarioText.Line + wrong + ScenarioText.Line);
        CommandResult run = await XendmaCommand.RunAsync(["replay", file]);
        Assert.Equal(1, run.Status);
        Assert.Contains("2 of 3", run.Output, System.StringComparison.Ordinal);
        Assert.Contains(@"odd\u000aone: Fail: step 1", run.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_behind_the_end_of_memory_is_an_answer_not_the_end_of_the_tool()
    {
        string file = folder.Write("wild.json", ScenarioText.WithStep("""{"op": "cpu_fill", "phys": {"of": 1, "plus": "0x8000000000000000"}, "size": 4096, "seed": 1}"""));
        CommandResult run = await XendmaCommand.RunAsync(["replay", file]);
        Assert.Equal(1, run.Status);
        Assert.Empty(run.Error);
        Assert.Contains("Crashed: step 3: ", run.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_without_results_is_no_pass()
    {
        string bare = ScenarioText.With(", \"result\": {\"dma\": \"0xbb8000\"}", "").Replace(", \"result\": {}", "", System.StringComparison.Ordinal);
        CommandResult run = await XendmaCommand.RunAsync(["replay", folder.Write("bare.json", bare)]);
        Assert.Contains("Inconclusive", run.Output, System.StringComparison.Ordinal);
        Assert.DoesNotContain("Pass", run.Output, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public async Task The_smallest_recording_of_each_release_replays_from_the_files_that_ship(string release)
    {
        var recordings = new DirectoryInfo(Path.Combine(System.AppContext.BaseDirectory, "recordings", release));
        string smallest = recordings.EnumerateFiles("init.jsonl.gz").Single().FullName;
        CommandResult run = await XendmaCommand.RunAsync(["replay", smallest]);
        Assert.Equal(0, run.Status);
        Assert.Contains("(100 %)", run.Output, System.StringComparison.Ordinal);
    }
}
