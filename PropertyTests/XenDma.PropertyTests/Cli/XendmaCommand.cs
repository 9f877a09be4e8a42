using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace XenDma.PropertyTests.Cli;

/// <summary>The built command, run as people run it: a process of its own, with a limit of time.</summary>
internal static class XendmaCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The command beside the tests.</summary>
    internal static string File { get; } = Path.Combine(AppContext.BaseDirectory, "xendma.dll");

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Its arguments, each as it stands.</param>
    /// <param name="heapBytes">The largest managed heap that it may have; null = no limit.</param>
    internal static async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, long? heapBytes = null)
    {
        using Process process = Start(arguments, heapBytes);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"xendma {string.Join(' ', arguments)}: still running after {Limit}");
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the command; the caller reads what it writes.</summary>
    internal static Process Start(IReadOnlyList<string> arguments, long? heapBytes = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(File);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        if (heapBytes is { } bytes) start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{bytes:x}";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs the command with arguments that hold no blanks.</summary>
    internal static Task<CommandResult> RunAsync(string arguments) => RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What came of a run.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Error">What it wrote to stderr.</param>
internal sealed record CommandResult(int Status, string Output, string Error)
{
    /// <summary>The lines of stderr.</summary>
    internal string[] ErrorLines => Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The one line that stderr holds; anything else fails the test.</summary>
    internal string OnlyErrorLine => Xunit.Assert.Single(ErrorLines);
}
