using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XenDma.Cli;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Native;

namespace XenDma.Power;

/// <summary>The broken twins of the sample implementations.</summary>
internal static class Twins
{
    private const string CSharp = "csharp-broken";

    /// <summary>Their folders.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["c-broken", CSharp, "rust-broken"];

    /// <summary>Builds those in C and Rust, and loads all.</summary>
    /// <returns>The twins that can be had, and why the others cannot.</returns>
    internal static async Task<(IReadOnlyList<Subject> Had, IReadOnlyList<string> Missing)> LoadAsync()
    {
        List<Subject> had = [];
        List<string> missing = [];
        foreach (string name in Names)
        {
            (IImplementation? twin, string reason) = await LoadAsync(name);
            if (twin is null) missing.Add($"{name}: {reason}");
            else had.Add(new Subject(name, twin, Semantics.Contract, [Platform.XenPv]));
        }

        return (had, missing);
    }

    private static async Task<(IImplementation? Twin, string Reason)> LoadAsync(string name)
    {
        if (name == CSharp) return (AssemblyImplementation.Load(Path.Combine(AppContext.BaseDirectory, "XenDma.Samples.BitmapSwiotlb.Broken.dll"), null), "");
        (string? library, string reason) = await SourceSample.In(Root(), name)!.BuildAsync(AppContext.BaseDirectory);
        return (library is null ? null : NativeImplementation.Load(library), reason);
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no Directory.Packages.props above {AppContext.BaseDirectory}");
    }
}
