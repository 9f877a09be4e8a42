using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>Code to be compiled with and without the analyzers.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Sources">One text a file.</param>
/// <param name="References">What it is compiled against.</param>
internal sealed record Workload(string Name, IReadOnlyList<string> Sources, IReadOnlyList<MetadataReference> References)
{
    /// <summary>Lines of all files together.</summary>
    public int Lines { get; } = Sources.Sum(source => source.Count(c => c == '\n'));

    /// <summary>The first files of it.</summary>
    public Workload Part(int files) => new(Name, [.. Sources.Take(files)], References);
}
