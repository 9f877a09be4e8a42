using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ide;

/// <summary>The package holds what a compiler, an editor and a build need, and nothing else.</summary>
public sealed class PackageTests
{
    /// <summary>What csc and an editor of Roslyn 4.8 have at hand for an analyzer; .NET Framework's MSBuild and the .NET 8 SDK both bring it.</summary>
    private static readonly Dictionary<string, Version> Compiler = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
        ["System.Reflection.Metadata"] = new(7, 0, 0, 0),
        ["System.Memory"] = new(4, 0, 1, 2),
        ["System.Runtime.CompilerServices.Unsafe"] = new(6, 0, 0, 0),
        ["System.Threading.Tasks.Extensions"] = new(4, 2, 0, 1),
    };

    /// <summary>What an editor and dotnet format of Roslyn 4.14 have at hand for a code fix.</summary>
    private static readonly Dictionary<string, Version> Editor = new(Compiler)
    {
        ["Microsoft.CodeAnalysis"] = new(4, 14, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 14, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 14, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 14, 0, 0),
        ["System.Collections.Immutable"] = new(9, 0, 0, 0),
        ["System.Composition.AttributedModel"] = new(9, 0, 0, 0),
        ["XenDma.Analyzers"] = new(0, 1, 0, 0),
    };

    private static XElement Metadata
    {
        get
        {
            using var content = new MemoryStream(AnalyzerPackage.Files["XenDma.Analyzers.nuspec"]);
            return XDocument.Load(content).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        }
    }

    [Fact]
    public void Files_AreThese() => Assert.Equal(
        [
            "README.md",
            "XenDma.Analyzers.nuspec",
            "analyzers/dotnet/cs/XenDma.Analyzers.CodeFixes.dll",
            "analyzers/dotnet/cs/XenDma.Analyzers.dll",
            "build/XenDma.Analyzers.props",
            "build/XenDma.Analyzers.targets",
            "profiles/none.globalconfig",
            "profiles/recommended.globalconfig",
            "profiles/strict.globalconfig",
            "schema/dmacontract.schema.json",
        ],
        AnalyzerPackage.Files.Keys.Where(path => !IsOfTheContainer(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Package_IsForDevelopmentAndNeedsNoOther()
    {
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("MIT", Value("license"));
        Assert.DoesNotContain(Metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Theory]
    [InlineData("XenDma.Analyzers.dll")]
    [InlineData("XenDma.Analyzers.CodeFixes.dll")]
    public void Assembly_RefersToWhatItsHostHas(string name)
    {
        Dictionary<string, Version> host = name.Contains("CodeFixes", StringComparison.Ordinal) ? Editor : Compiler;
        using var image = new PEReader(AnalyzerPackage.Files[AnalyzerPackage.AnalyzerFolder + name].ToImmutableArray());
        MetadataReader metadata = image.GetMetadataReader();
        AssemblyReference[] references = [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)];

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            string needed = metadata.GetString(reference.Name);
            Assert.True(host.TryGetValue(needed, out Version? there), $"{name} needs {needed}, which the host lacks");
            Assert.True(reference.Version <= there, $"{name} needs {needed} {reference.Version}, the host has {there}");
        });
    }

    [Fact]
    public void Profiles_AreThoseThatTheBuildKnows()
    {
        string targets = System.Text.Encoding.UTF8.GetString(AnalyzerPackage.Files["build/XenDma.Analyzers.targets"]);
        foreach (string path in AnalyzerPackage.Files.Keys.Where(path => path.StartsWith("profiles/", StringComparison.Ordinal)))
            Assert.Contains($"'$(XenDmaProfile)' == '{Path.GetFileNameWithoutExtension(path)}'", targets, StringComparison.Ordinal);
    }

    private static string? Value(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    /// <summary>What every zip of the Open Packaging Conventions has.</summary>
    private static bool IsOfTheContainer(string path) =>
        path == "[Content_Types].xml" || path.StartsWith("_rels/", StringComparison.Ordinal) || path.StartsWith("package/", StringComparison.Ordinal);
}
