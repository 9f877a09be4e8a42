using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The package XenDma.Analyzers as this build packed it.</summary>
internal static class AnalyzerPackage
{
    /// <summary>Where a compiler looks for analyzers of C#.</summary>
    public const string AnalyzerFolder = "analyzers/dotnet/cs/";

    /// <summary>The content of each file by its path.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = Read();

    private static Dictionary<string, byte[]> Read()
    {
        string path = typeof(AnalyzerPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "AnalyzerPackage").Value!;
        using ZipArchive archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(entry => entry.FullName, Content, StringComparer.Ordinal);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using Stream packed = entry.Open();
        packed.CopyTo(content);
        return content.ToArray();
    }
}
