using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using XenDma.PropertyTests.Tidy;
using Xunit;

namespace XenDma.PropertyTests.Adapters;

/// <summary>Builds the C fixtures into shared libraries, each once.</summary>
internal static class NativeCompiler
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Built = new();
    private static readonly string Folder = Directory.CreateTempSubdirectory("xendma-native-").FullName;

    private static int _count;

    static NativeCompiler() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>A fixture of this folder, built with <c>cc</c>.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="defines">Macros: <c>WHAT=3</c>.</param>
    internal static string Fixture(string name, params string[] defines) =>
        Built.GetOrAdd(string.Join(' ', [name, .. defines]), _ => new Lazy<string>(() => Compile(name, defines))).Value;

    private static string Compile(string name, string[] defines)
    {
        string output = Path.Combine(Folder, $"{name}-{Interlocked.Increment(ref _count)}.so");
        string source = Path.Combine(Repository.Root, "PropertyTests", "XenDma.PropertyTests", "Adapters", "Fixtures", $"{name}.c");
        string[] arguments =
        [
            "-std=c11", "-O1", "-shared", "-fPIC", $"-I{Path.Combine(Repository.Root, "abi")}", .. defines.Select(static define => "-D" + define), "-o", output, source,
        ];
        using Process process = Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"cc {name}.c: {errors}");
        return output;
    }
}
