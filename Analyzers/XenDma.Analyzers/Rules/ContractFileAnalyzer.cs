using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Contracts.Files;

namespace XenDma.Analyzers.Rules;

/// <summary>XDMA9001 and XDMA9002: says what is wrong in the contract files themselves, at their lines.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractFileAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Descriptors.ContractFileUnreadable, Descriptors.ContractEntryUnusable);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!start.Options.AdditionalFiles.Any(ContractFile.IsOne))
                return;
            var contracts = FileContracts.Read(start.Compilation, start.Options.AdditionalFiles, start.CancellationToken);
            if (contracts.Problems.Count > 0)
                start.RegisterAdditionalFileAction(file => Report(file, contracts));
        });
    }

    private static void Report(AdditionalFileAnalysisContext file, FileContracts contracts)
    {
        foreach (var (where, problem) in contracts.Problems)
        {
            // Of a file that is listed twice the first is read.
            if (!ReferenceEquals(where, file.AdditionalFile))
                continue;
            var rule = problem.IsOfMeaning ? Descriptors.ContractEntryUnusable : Descriptors.ContractFileUnreadable;
            var place = ContractFile.LocationIn(where, problem.Place, file.CancellationToken);
            file.ReportDiagnostic(Diagnostic.Create(rule, place, problem.Why));
        }
    }
}
