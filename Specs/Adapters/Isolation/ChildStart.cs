using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>How a child process is started, whatever this process is: the command, the installed tool, a test host. The child is this very
/// assembly, which has a <c>Main</c>, run by the same runtime with the same dependencies.</summary>
internal static class ChildStart
{
    /// <summary>Why no child can be started from this process; null = it can.</summary>
    internal static string? WhyNot => Muxer() is null ? "no 'dotnet' was found that could run a child process"
        : Dependencies() is null ? "this process tells of no .deps.json and .runtimeconfig.json for a child process to start with"
        : null;

    /// <summary>What to start.</summary>
    /// <param name="cell">The file of the progress cell.</param>
    /// <exception cref="ImplementationException">No child can be started from this process.</exception>
    internal static ProcessStartInfo Info(string cell)
    {
        if (WhyNot is { } reason) throw new ImplementationException($"{reason}; run the implementation in the process, or the 'xendma' command");
        string dependencies = Dependencies()!;
        var start = new ProcessStartInfo(Muxer()!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "exec", "--depsfile", dependencies, "--runtimeconfig", RuntimeConfigOf(dependencies), typeof(ChildStart).Assembly.Location,
            ChildProgram.Verb, cell, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);

        // The child has one thread that works; a test host's own settings are not for it.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        return start;
    }

    /// <summary>The program that runs assemblies: what runs this process, what started it, or the one that its runtime belongs to.</summary>
    private static string? Muxer()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.ProcessPath is { } path && Path.GetFileName(path) == name) return path;
        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        if (File.Exists(beside)) return beside;
        return Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } host && File.Exists(host) ? host : null;
    }

    private static string? Dependencies()
    {
        foreach (string file in (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(file) && File.Exists(RuntimeConfigOf(file))) return file;
        }

        return null;
    }

    private static string RuntimeConfigOf(string dependencies) => dependencies[..^".deps.json".Length] + ".runtimeconfig.json";
}
