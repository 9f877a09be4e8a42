using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Hosts;

/// <summary>The packed assemblies, loaded as this compiler loads those of a package.</summary>
public sealed class PackageHostTests
{
    [Theory]
    [InlineData("XenDma.Analyzers.dll", "ContractFileAnalyzer", "DmaFlowAnalyzer", "OptionAnalyzer")]
    [InlineData("XenDma.Analyzers.CodeFixes.dll")]
    public void Assembly_IsLoadedWithoutAComplaint(string name, params string[] expected)
    {
        string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "package")).FullName;
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, AnalyzerPackage.Files[AnalyzerPackage.AnalyzerFolder + name]);
        var reference = new AnalyzerFileReference(path, new Loader());
        List<string> failures = [];
        reference.AnalyzerLoadFailed += (_, failure) => failures.Add($"{failure.ErrorCode}: {failure.Message}");

        IEnumerable<string> loaded = reference.GetAnalyzers(LanguageNames.CSharp).Select(analyzer => analyzer.GetType().Name);

        Assert.Equal(expected, loaded.Order(StringComparer.Ordinal));
        Assert.Empty(failures);
    }

    /// <summary>Analyzers have a context of their own, and the compiler's assemblies are the compiler's.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        private readonly AssemblyLoadContext _context = new("package", isCollectible: false);

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => _context.LoadFromAssemblyPath(fullPath);
    }
}
