using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary><c>xendma verify</c>.</summary>
public sealed class VerifyTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Fact]
    public async Task The_same_seed_gives_the_same_output_but_for_the_time()
    {
        string[] arguments = ["verify", "--cases", "50", "--impl", "model", "--seed", "7", "--out", folder["same"]];
        CommandResult first = await XendmaCommand.RunAsync(arguments);
        CommandResult second = await XendmaCommand.RunAsync(arguments);
        Assert.Equal(0, first.Status);
        Assert.Empty(first.Error);
        Assert.Equal(first.Status, second.Status);
        Assert.Equal(WithoutTime(first.Output), WithoutTime(second.Output));
        Assert.False(Directory.Exists(folder["same"]));
    }

    [Fact]
    public async Task Another_seed_gives_other_scenarios()
    {
        CommandResult first = await XendmaCommand.RunAsync("verify --cases 20 --impl model --seed 7");
        CommandResult second = await XendmaCommand.RunAsync("verify --cases 20 --impl model --seed 8");
        Assert.NotEqual(WithoutTime(first.Output).Replace("seed 7", "seed 8", StringComparison.Ordinal), WithoutTime(second.Output));
    }

    [Fact]
    public async Task Only_the_invariants_asked_for_are_judged()
    {
        CommandResult run = await XendmaCommand.RunAsync("verify --cases 5 --impl model --spec XD-MASK-1 --spec xd-slot-1");
        Assert.Equal(0, run.Status);
        Assert.Contains("XD-MASK-1", run.Output, StringComparison.Ordinal);
        Assert.Contains("XD-SLOT-1", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("XD-TRANS-1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_occurred_is_counted_and_what_never_did_is_warned_of()
    {
        CommandResult run = await XendmaCommand.RunAsync("verify --cases 5 --impl model --spec XD-POOL-5");
        Assert.Contains("| XD-POOL-5 | a failed init keeps nothing | 0      | Untested |", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\| path +\| bounced [\d,]+, direct [\d,]+", run.Output);
        Assert.Matches("warning: never occurred, though it can: .*pool: late absent", run.Output);
    }

    [Fact]
    public async Task A_time_ends_the_work_with_what_was_found()
    {
        CommandResult run = await XendmaCommand.RunAsync("verify --cases 2147483647 --impl model --time 0.5s");
        Assert.Contains("stopped early", run.Output, StringComparison.Ordinal);
        Assert.True(run.Status is 0 or 1, $"status {run.Status}");
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Nothing_run_is_not_everything_held()
    {
        CommandResult run = await XendmaCommand.RunAsync("verify --cases 0 --impl model");
        Assert.Equal(1, run.Status);
        Assert.Contains("nothing was run", run.Output, StringComparison.Ordinal);
    }

    private static string WithoutTime(string output)
    {
        string[] lines = output.TrimEnd('\n').Split('\n');
        string[] last = lines[^1].Split(", ");
        Assert.True(double.TryParse(last[1].Split(' ')[0], CultureInfo.InvariantCulture, out _), lines[^1]);
        lines[^1] = last[0];
        return string.Join('\n', lines);
    }
}
