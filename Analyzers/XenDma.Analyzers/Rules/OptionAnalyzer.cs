using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Rules;

/// <summary>XDMA9003: says once what is wrong in a project's options, however many files they are for. The compiler does not tell an analyzer in
/// which file an option stands, so that the diagnostic has no place.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.OptionUnusable);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(static end =>
        {
            if (ContractCatalog.MayExist(end.Compilation, end.Options.AdditionalFiles))
                Report(end);
        });
    }

    private static void Report(CompilationAnalysisContext end)
    {
        var provider = end.Options.AnalyzerConfigOptionsProvider;
        var lines = new SortedSet<string>(OptionReader.Problems(provider.GlobalOptions), StringComparer.Ordinal);
        foreach (var tree in end.Compilation.SyntaxTrees)
        {
            end.CancellationToken.ThrowIfCancellationRequested();
            lines.UnionWith(OptionReader.Problems(provider.GetOptions(tree)));
        }
        foreach (string line in lines)
            end.ReportDiagnostic(Diagnostic.Create(Descriptors.OptionUnusable, Location.None, line));
    }
}
