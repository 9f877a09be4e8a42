using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XenDma.Specs.Adapters;

namespace XenDma.Cli;

/// <summary>The sample implementations that lie beside the command: assemblies, and libraries that are built here from their source.</summary>
internal sealed class SampleSet : IDisposable
{
    private static readonly string[] SourceFolders = ["c", "rust"];

    private DirectoryInfo? _built;

    private SampleSet()
    {
    }

    /// <summary>Those that can be run.</summary>
    internal IReadOnlyList<ISubject> Implementations { get; private set; } = [];

    /// <summary>Those that cannot, and why.</summary>
    internal IReadOnlyList<(string Name, string Reason)> Skipped { get; private set; } = [];

    private static string AssemblyFolder => Path.Combine(AppContext.BaseDirectory, "samples");

    private static string SourceRoot => Path.Combine(AppContext.BaseDirectory, "sources");

    /// <summary>Builds what is source, and finds the rest.</summary>
    /// <param name="isolate">Run assemblies in child processes too.</param>
    internal static SampleSet Make(bool isolate)
    {
        var set = new SampleSet();
        SourceSample[] sources = [.. SourceFolders.Select(static folder => SourceSample.In(SourceRoot, folder)).OfType<SourceSample>()];
        if (sources.Length > 0) set._built = Directory.CreateTempSubdirectory("xendma-");
        (string? File, string Reason)[] built = Task.WhenAll(sources.Select(source => source.BuildAsync(set._built!.FullName))).GetAwaiter().GetResult();
        IEnumerable<string> assemblies = Directory.Exists(AssemblyFolder)
            ? Directory.EnumerateFiles(AssemblyFolder, "*.dll").Order(StringComparer.Ordinal) : [];
        set.Implementations = [.. assemblies.Concat(built.Select(static library => library.File).OfType<string>()).Select(file => Cli.Implementations.Find(file, isolate))];
        set.Skipped = [.. sources.Zip(built).Where(static pair => pair.Second.File is null).Select(static pair => ($"sample in {pair.First.Name}", pair.Second.Reason))];
        return set;
    }

    /// <inheritdoc/>
    public void Dispose() => _built?.Delete(recursive: true);
}
