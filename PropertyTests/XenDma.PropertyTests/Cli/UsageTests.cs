using System.IO;
using System.Threading.Tasks;
using XenDma.Specs.Invariants;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary>What the command makes of its arguments.</summary>
public sealed class UsageTests
{
    [Fact]
    public void The_command_lies_beside_the_tests()
    {
        Assert.True(File.Exists(XendmaCommand.File));
        Assert.True(File.Exists(Path.ChangeExtension(XendmaCommand.File, ".runtimeconfig.json")));
    }

    [Theory]
    [InlineData("--help", "verify", "replay", "specs")]
    [InlineData("replay --help", "--impl", "--mode", "FILE")]
    [InlineData("verify --help", "--cases", "--seed", "--time", "--spec", "--out")]
    public async Task Help_names_what_there_is(string arguments, params string[] named)
    {
        CommandResult run = await XendmaCommand.RunAsync(arguments);
        Assert.Equal(0, run.Status);
        Assert.Empty(run.Error);
        Assert.All(named, name => Assert.Contains(name, run.Output, System.StringComparison.Ordinal));
    }

    [Fact]
    public async Task Specs_lists_every_invariant()
    {
        CommandResult run = await XendmaCommand.RunAsync("specs");
        Assert.Equal(0, run.Status);
        Assert.Empty(run.Error);
        Assert.All(Catalogue.All, invariant => Assert.Contains($"| {invariant.Id} ", run.Output, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("XD-MASK-1")]
    [InlineData("xd-mask-1")]
    public async Task Specs_prints_one_invariant_in_full(string id)
    {
        Invariant invariant = Catalogue.Find("XD-MASK-1")!;
        CommandResult run = await XendmaCommand.RunAsync(["specs", id]);
        Assert.Equal(0, run.Status);
        Assert.Empty(run.Error);
        string[] parts = [invariant.Id, invariant.Title, invariant.Statement, invariant.Formula, invariant.Source];
        Assert.All(parts, part => Assert.Contains(part, run.Output, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nope", "'nope'")]
    [InlineData("a\nb\u001b[31m", @"'a\u000ab\u001b[31m'")]
    public async Task Specs_refuses_an_unknown_id_in_one_line(string id, string shown)
    {
        CommandResult run = await XendmaCommand.RunAsync(["specs", id]);
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(shown, run.OnlyErrorLine, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "command")]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("verify --nonsense", "'--nonsense'")]
    [InlineData("verify --cases abc", "'abc'")]
    [InlineData("verify --cases 99999999999", "'99999999999'")]
    [InlineData("verify --cases -1", "--cases -1")]
    [InlineData("verify --seed -1", "'-1'")]
    [InlineData("verify --spec nope", "--spec nope")]
    [InlineData("verify --time nonsense", "--time nonsense")]
    [InlineData("verify --time 5", "--time 5")]
    [InlineData("verify --time 0s", "--time 0s")]
    [InlineData("verify --time -5s", "--time -5s")]
    [InlineData("verify --time 1e400h", "--time 1e400h")]
    [InlineData("verify --impl nope", "--impl nope")]
    [InlineData("verify --impl nope.dll", "nope.dll")]
    [InlineData("replay", "'FILE'")]
    [InlineData("replay x.json --mode nonsense", "'nonsense'")]
    [InlineData("replay x.json --impl nope", "--impl nope")]
    [InlineData("specs XD-MASK-1 extra", "'extra'")]
    public async Task What_cannot_be_used_is_named(string arguments, string named)
    {
        CommandResult run = await XendmaCommand.RunAsync(arguments);
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(run.ErrorLines, line => line.Contains(named, System.StringComparison.Ordinal));
        Assert.All(run.ErrorLines, static line => Assert.StartsWith("xendma: ", line, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("XenDma.Specs.dll", "no type implements")]
    [InlineData("XenDma.Specs.dll:Nope", "no type Nope implements")]
    [InlineData("xendma.runtimeconfig.json.dll", "xendma.runtimeconfig.json.dll")]
    public async Task A_file_that_holds_no_implementation_is_refused_in_one_line(string file, string named)
    {
        CommandResult run = await XendmaCommand.RunAsync(["verify", "--cases", "1", "--impl", Path.Combine(System.AppContext.BaseDirectory, file)]);
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(named, run.OnlyErrorLine, System.StringComparison.Ordinal);
    }
}
