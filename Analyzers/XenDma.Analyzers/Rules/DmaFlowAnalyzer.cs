using System;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules;

/// <summary>Runs the flow analysis once a method and lets all rules look at it. Which methods, a look at the text tells: to ask for operations
/// of all of them would bind the whole compilation a second time.</summary>
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
            if (ContractCatalog.Create(start.Compilation, start.Options.AdditionalFiles, start.CancellationToken) is not { } catalog)
                return;
            var bodies = new MethodBodies(start.Compilation, catalog);
            start.RegisterSemanticModelAction(file => Analyze(file, catalog, bodies));
        });
    }

    private static void Analyze(SemanticModelAnalysisContext file, ContractCatalog catalog, MethodBodies bodies)
    {
        var tree = file.SemanticModel.SyntaxTree;
        var declarations = bodies.Index(file.CancellationToken).In(tree);
        if (declarations.Count == 0)
            return;
        var options = OptionReader.Read(file.Options.AnalyzerConfigOptionsProvider.GetOptions(tree));
        Exception? failure = null;
        foreach (var declaration in declarations)
        {
            try
            {
                Analyze(file, declaration, catalog, bodies, options);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A mistake of ours in one method is to be seen, and is not to cost the findings of the others.
                failure ??= e;
            }
        }
        if (failure is not null)
            ExceptionDispatchInfo.Capture(failure).Throw();
    }

    private static void Analyze(SemanticModelAnalysisContext file, SyntaxNode declaration, ContractCatalog catalog, MethodBodies bodies, FlowOptions options)
    {
        var cancellation = file.CancellationToken;
        var traits = bodies.Traits(declaration, cancellation);
        if (!traits.HasBody || !Relevance.IsWorthwhile(traits, bodies, cancellation) || bodies.Graph(declaration, cancellation) is not { } graph
            || bodies.Owner(declaration, cancellation) is not { } owner)
            return;
        var context = new FlowContext(catalog, bodies, RuleTable.Flow, cancellation) { Options = options, HasLambda = traits.HasLambda };
        if (traits.HasLambda)
            CapturedVariables.AddWritten(bodies.Root(declaration, cancellation)!, context.Volatile);
        foreach (var diagnostic in MethodAnalysis.Run(context, graph, owner))
            file.ReportDiagnostic(diagnostic);
    }
}
