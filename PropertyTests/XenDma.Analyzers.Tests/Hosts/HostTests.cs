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
using Xunit.Abstractions;

namespace XenDma.Analyzers.Tests.Hosts;

/// <summary>The analyzers in the compiler that this assembly was built with: every driver gets what its markers say.</summary>
public sealed class HostTests(ITestOutputHelper output)
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
        var all = await AnalyzerRunner.RunAsync(compilation);

        Assert.DoesNotContain("AD0001", all.Select(d => d.Id));
        if (compilation.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            // Only a compiler that is older than the driver's language may refuse it; the newer ones judge it.
            output.WriteLine($"{file} needs a newer language: {error}");
            Assert.True(typeof(CSharpCompilation).Assembly.GetName().Version!.Major < 5, error.ToString());
            return;
        }
        Assert.Equal(Markers.Read(source).Where(marker => Implemented.Contains(marker.Split(": ")[1])), AnalyzerRunner.Lines(all));
    }
}
