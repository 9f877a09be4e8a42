using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary>Every kind of file that cannot be used: status 2 and one line with the file, the line and the key, in bounded memory.</summary>
public sealed class BadScenarioTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const long HeapBytes = 256L << 20;

    public static TheoryData<string> Names => [.. BadScenarios.All.Select(static bad => bad.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_file_is_refused_in_one_line(string name)
    {
        BadScenario bad = BadScenarios.All.Single(bad => bad.Name == name);
        string file = folder.Write(name, bad.Content);
        CommandResult run = await XendmaCommand.RunAsync(["replay", file], HeapBytes);
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        string place = bad.Line > 0 ? $"xendma: {file}:{bad.Line}: " : $"xendma: {file}: ";
        Assert.StartsWith(place, run.OnlyErrorLine, System.StringComparison.Ordinal);
        Assert.All(bad.Named, named => Assert.Contains(named, run.OnlyErrorLine[place.Length..], System.StringComparison.Ordinal));
        Assert.DoesNotContain(run.OnlyErrorLine, char.IsControl);
    }

    [Fact]
    public void Names_are_unique() => Assert.Distinct(BadScenarios.All.Select(static bad => bad.Name));

    [Fact]
    public async Task A_folder_is_refused()
    {
        CommandResult run = await XendmaCommand.RunAsync(["replay", folder.Path]);
        Assert.Equal(2, run.Status);
        Assert.Equal($"xendma: {folder.Path}: a folder, no file", run.OnlyErrorLine);
    }

    [Theory]
    [InlineData("none.json", "none.json")]
    [InlineData("no\nne.json", @"no\u000ane.json")]
    public async Task A_file_that_is_not_there_is_refused(string name, string shown)
    {
        CommandResult run = await XendmaCommand.RunAsync(["replay", folder[name]]);
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Equal($"xendma: {folder[shown]}: no such file", run.OnlyErrorLine);
    }

    [Fact]
    public async Task An_empty_pipe_is_refused()
    {
        if (!System.OperatingSystem.IsLinux()) return;
        CommandResult run = await XendmaCommand.RunAsync(["replay", "/dev/stdin"]);
        Assert.Equal(2, run.Status);
        Assert.StartsWith("xendma: /dev/stdin: expected a scenario", run.OnlyErrorLine, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_behind_a_good_one_is_refused_as_well()
    {
        string good = folder.Write("good.json", ScenarioText.Good), bad = folder.Write("second.json", "{");
        CommandResult run = await XendmaCommand.RunAsync(["replay", good, bad]);
        Assert.Equal(2, run.Status);
        Assert.StartsWith($"xendma: {bad}:1: ", run.OnlyErrorLine, System.StringComparison.Ordinal);
    }
}
