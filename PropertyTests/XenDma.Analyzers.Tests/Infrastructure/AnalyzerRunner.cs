using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Rules;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>Runs all analyzers of the package over a compilation.</summary>
internal static class AnalyzerRunner
{
    /// <summary>The analyzers as a compiler would load them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = [.. typeof(DmaFlowAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .OrderBy(type => type.Name)
        .Select(type => (DiagnosticAnalyzer)System.Activator.CreateInstance(type)!)];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        [.. All.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id)];

    /// <summary>The diagnostics by place. An exception in an analyzer is AD0001 among them.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, AnalyzerOptions? options = null, bool concurrent = true)
    {
        var run = new CompilationWithAnalyzersOptions(
            options ?? new AnalyzerOptions([]), onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(All, run).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(d => d.Location.SourceTree?.FilePath).ThenBy(d => d.Location.SourceSpan).ThenBy(d => d.Id)];
    }

    public static Task<ImmutableArray<Diagnostic>> RunAsync(params string[] sources) => RunAsync(TestCompilation.Create(sources));

    /// <summary>'line: id' of each diagnostic, each once.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Select(d => (Line: LineOf(d.Location), d.Id)).Distinct().Order().Select(d => $"{d.Line}: {d.Id}")];

    public static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
