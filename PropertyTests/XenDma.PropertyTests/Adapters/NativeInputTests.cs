using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using XenDma.PropertyTests.Cli;
using XenDma.PropertyTests.Samples;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Isolation;
using Xunit;

namespace XenDma.PropertyTests.Adapters;

/// <summary>Libraries that cannot be used are refused in one line, whatever they do when they are loaded.</summary>
public sealed class NativeInputTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private static readonly ChildLimits Limits = new() { Busy = TimeSpan.FromSeconds(1) };

    [CompilerTheory("cc")]
    [InlineData("WHAT=0", "comes to nothing: killed by SIGABRT")]
    [InlineData("WHAT=1", "comes to nothing: no progress in 1 s of processor time")]
    [InlineData("WHAT=2", "exports no xendma_ops")]
    [InlineData("WHAT=3", "xendma_ops(1) returned NULL")]
    [InlineData("WHAT=4", "version 7 of the ABI, expected 1")]
    [InlineData("WHAT=5", "must have: create, mapping_error")]
    [InlineData("WHAT=6", "comes to nothing: killed by SIG")]
    public void What_is_wrong_before_the_first_call_is_told(string define, string words)
    {
        string library = NativeCompiler.Fixture("loading", define);
        ImplementationException refused = Assert.Throws<ImplementationException>(() => IsolatedImplementation.Native(library, Limits));
        Assert.StartsWith(library + ": ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_refused_with_status_2()
    {
        await File.WriteAllTextAsync(folder["text.so"], "no library\n");
        Dictionary<string, string> refusals = new()
        {
            ["no-such.so"] = "no such file",
            ["text.so"] = "no library that can be loaded: ",
        };
        foreach ((string file, string words) in refusals)
        {
            CommandResult run = await XendmaCommand.RunAsync(["verify", "--cases", "1", "--impl", folder[file]]);
            Assert.Equal(2, run.Status);
            Assert.Empty(run.Output);
            Assert.Contains(words, run.OnlyErrorLine, StringComparison.Ordinal);
        }
    }

    [CompilerFact("cc")]
    public async Task A_crash_ends_in_status_1_and_its_scenario_replays()
    {
        string library = NativeCompiler.Fixture("segfault"), saved = folder["found"];
        CommandResult run = await XendmaCommand.RunAsync(["verify", "--cases", "2", "--impl", library, "--out", saved]);
        Assert.Equal(1, run.Status);
        Assert.Empty(run.Error);
        Assert.Contains("Crashed", run.Output, StringComparison.Ordinal);
        string scenario = Assert.Single(Directory.GetFiles(saved));
        CommandResult replay = await XendmaCommand.RunAsync(["replay", scenario, "--mode", "contract", "--impl", library]);
        Assert.Equal(1, replay.Status);
        Assert.Contains("SIGSEGV", replay.Output, StringComparison.Ordinal);
    }
}
