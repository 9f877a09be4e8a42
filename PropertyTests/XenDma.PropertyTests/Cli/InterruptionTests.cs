using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary>Ctrl-C and SIGTERM end the work with what was found.</summary>
public sealed class InterruptionTests
{
    [SignalFact(2)]
    public Task Ctrl_C_ends_a_campaign_that_tells_what_it_ran_and_does_not_hold() => AssertEnds("INT");

    [SignalFact(15)]
    public Task SIGTERM_ends_a_campaign_that_tells_what_it_ran_and_does_not_hold() => AssertEnds("TERM");

    private static async Task AssertEnds(string signal)
    {
        using Process process = XendmaCommand.Start(["verify", "--cases", "2147483647", "--impl", "model", "--seed", "7"]);
        Task<string> error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("model contract: running", StringComparison.Ordinal))
            Assert.StartsWith("seed 7", line, StringComparison.Ordinal);
        Send(signal, process);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Empty(await error);
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("model 6.1", output, StringComparison.Ordinal);
        Assert.EndsWith("(stopped early: what is not listed was not run)", output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("everything held", output, StringComparison.Ordinal);
    }

    private static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
