using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace XenDma.Cli;

/// <summary>A sample implementation that is source: it is built with the machine's own compiler, where there is one.</summary>
/// <param name="Name">What it is called where it cannot be run.</param>
/// <param name="Compiler">The compiler's name.</param>
/// <param name="Source">The file that the compiler is given.</param>
/// <param name="Arguments">The other arguments, but for the output file.</param>
internal sealed record SourceSample(string Name, string Compiler, string Source, IReadOnlyList<string> Arguments)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The sample in a folder, by the file that lies there; null where none does.</summary>
    /// <param name="root">The repository, or a copy of what of it is needed.</param>
    /// <param name="folder">The folder's name in samples/implementations.</param>
    internal static SourceSample? In(string root, string folder)
    {
        string path = Path.Combine(root, "samples", "implementations", folder);
        string c = Path.Combine(path, "swiotlb.c"), rust = Path.Combine(path, "lib.rs");
        return File.Exists(c) ? new(folder, "cc", c, ["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-I", Path.Combine(root, "abi")])
            : File.Exists(rust) ? new(folder, "rustc", rust, ["--crate-type", "cdylib", "-C", "opt-level=3", "-C", "panic=abort"])
            : null;
    }

    /// <summary>Why a compiler cannot be run; null where it can.</summary>
    internal static string? WhyNot(string compiler)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Any(folder => File.Exists(Path.Combine(folder, compiler))) ? null : $"{compiler} is not on the PATH";
    }

    /// <summary>Builds the library.</summary>
    /// <param name="folder">Where it is to lie.</param>
    /// <returns>The file, or null and why there is none, in one line.</returns>
    internal async Task<(string? File, string Reason)> BuildAsync(string folder)
    {
        if (WhyNot(Compiler) is { } absent) return (null, absent);
        string file = Path.Combine(folder, $"libxd-{Name}.so");
        var start = new ProcessStartInfo(Compiler, [.. Arguments, "-o", file, Source]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> told = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return (null, $"{Compiler} did not end within {Limit.TotalSeconds} s");
        }

        string text = (await told).Trim();
        return process.ExitCode == 0 ? (file, "") : (null, $"{Compiler} ended with {process.ExitCode}: {text.Split('\n')[0]}");
    }
}
