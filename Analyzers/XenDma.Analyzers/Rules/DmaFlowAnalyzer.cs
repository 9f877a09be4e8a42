using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules;

/// <summary>Runs the flow analysis once a method and lets all rules look at it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DmaFlowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = RuleTable.Descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractCatalog.Create(start.Compilation) is not { } catalog)
                return;
            var bodies = new MethodBodies(start.Compilation, catalog);
            start.RegisterOperationBlockAction(block => Analyze(block, catalog, bodies));
        });
    }

    private static void Analyze(OperationBlockAnalysisContext block, ContractCatalog catalog, MethodBodies bodies)
    {
        foreach (var operation in block.OperationBlocks)
        {
            if (!Relevance.IsWorthwhile(operation, catalog, bodies, block.CancellationToken))
                continue;
            var context = new FlowContext(catalog, bodies, RuleTable.Flow, block.CancellationToken);
            var graph = block.GetControlFlowGraph(operation);
            foreach (var diagnostic in MethodAnalysis.Run(context, operation, graph, block.OwningSymbol))
                block.ReportDiagnostic(diagnostic);
        }
    }
}
