using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Built =
        ["bin", "obj", "artifacts", "target", "TestResults", "BenchmarkDotNet.Artifacts", "StrykerOutput", "xendma-out"];

    private static readonly HashSet<string> TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".txt", ".json", ".yml", ".c", ".h", ".rs", ".toml", ".sh", ".editorconfig", ""];

    /// <summary>The folder that holds Directory.Packages.props.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The text files, without what a build makes.</summary>
    internal static IReadOnlyList<SourceFile> Files { get; } =
        [.. Paths(Root).Where(static path => TextEndings.Contains(Path.GetExtension(path))).Order(StringComparer.Ordinal).Select(static path => SourceFile.Read(Root, path))];

    /// <summary>The C# files.</summary>
    internal static IEnumerable<SourceFile> CSharp => Files.Where(static file => file.IsCSharp);

    /// <summary>The C# files below a folder.</summary>
    internal static IEnumerable<SourceFile> Below(string folder) => CSharp.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Fails with every finding on a line of its own.</summary>
    internal static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        if (all.Length > 0) Assert.Fail($"{all.Length} findings:\n{string.Join('\n', all)}");
    }

    private static IEnumerable<string> Paths(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder)) yield return file;
        foreach (string inner in Directory.EnumerateDirectories(folder))
        {
            string name = Path.GetFileName(inner);
            bool hidden = name.StartsWith('.') && name != ".ci";
            if (hidden || Built.Contains(name)) continue;
            foreach (string file in Paths(inner)) yield return file;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no Directory.Packages.props above {AppContext.BaseDirectory}");
    }
}
