using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Rules;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Hosts;

/// <summary>The analyzers in the compiler that this assembly was built with: every driver gets what its markers say.</summary>
public sealed class HostTests
{
    private static readonly HashSet<string> Implemented = [.. AnalyzerRunner.Descriptors.Select(d => d.Id)];

    public static TheoryData<string> Files => [.. Corpus.Files, .. Corpus.Cases];

    [Fact]
    public void Host_IsTheCompilerThatWasAskedFor()
    {
        string asked = typeof(HostTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "HostRoslynVersion").Value!;
        Version running = typeof(CSharpCompilation).Assembly.GetName().Version!;

        Assert.Equal(asked, running.ToString(3));
    }

    [Fact]
    public void Analyzers_AskForTheOldestCompilerOnly()
    {
        IEnumerable<AssemblyName> roslyn = typeof(DmaFlowAnalyzer).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

        Assert.NotEmpty(roslyn);
        Assert.All(roslyn, name => Assert.Equal(new Version(4, 8, 0, 0), name.Version));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Driver_GetsWhatItsMarkersSay(string file)
    {
        string source = Corpus.Read(file);
        var compilation = TestCompilation.Create(source);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        IReadOnlyList<string> found = AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(compilation));

        Assert.Equal(Markers.Read(source).Where(marker => Implemented.Contains(marker.Split(": ")[1])), found);
    }
}
