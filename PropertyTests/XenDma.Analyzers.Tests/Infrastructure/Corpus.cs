using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The corpus that is copied beside the tests.</summary>
internal static class Corpus
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static string ConsumerApi { get; } = File.ReadAllText(Path.Combine(Folder, "ConsumerApi.cs"));

    /// <summary>The drivers, by path relative to the corpus, in a fixed order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
        .Where(file => file != "ConsumerApi.cs")
        .Order(StringComparer.Ordinal)];

    /// <summary>Our own cases beside the corpus.</summary>
    public static IReadOnlyList<string> Cases { get; } = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases"), "*.cs")
        .Select(file => "../Cases/" + Path.GetFileName(file))
        .Order(StringComparer.Ordinal)];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
