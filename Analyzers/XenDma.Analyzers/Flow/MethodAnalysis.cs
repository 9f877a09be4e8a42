using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Analyzes one method with its lambdas and local functions.</summary>
internal sealed class MethodAnalysis(FlowContext context)
{
    public static IReadOnlyList<Diagnostic> Run(FlowContext context, ControlFlowGraph graph, ISymbol method)
    {
        var analysis = new MethodAnalysis(context);
        context.AllowFor(graph.Blocks.Length);
        analysis.Analyze(graph, method);
        analysis.AnalyzeNested(graph);
        return context.Findings.All;
    }

    private void Analyze(ControlFlowGraph graph, ISymbol method)
    {
        var frame = new Frame(graph, method, null, null);
        foreach (var ending in new Walker(context, frame).Run(new PathState()))
            new Evaluator(context, frame, ending.State).End(ending);
    }

    /// <summary>Lambdas and local functions that no path walked into are analyzed for themselves.</summary>
    private void AnalyzeNested(ControlFlowGraph graph)
    {
        foreach (var local in graph.LocalFunctions)
            AnalyzeNested(graph.GetLocalFunctionControlFlowGraph(local), local);
        if (!context.HasLambda)
            return;
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
                AnalyzeLambdas(graph, operation);
            if (block.BranchValue is { } value)
                AnalyzeLambdas(graph, value);
        }
    }

    private void AnalyzeLambdas(ControlFlowGraph graph, IOperation operation)
    {
        if (operation is IFlowAnonymousFunctionOperation lambda)
            AnalyzeNested(graph.GetAnonymousFunctionControlFlowGraph(lambda), lambda.Symbol);
        foreach (var child in operation.ChildOperations)
            AnalyzeLambdas(graph, child);
    }

    private void AnalyzeNested(ControlFlowGraph graph, IMethodSymbol function)
    {
        if (!context.Walked.Contains(function))
        {
            context.Outermost = function;
            Analyze(graph, function);
        }
        AnalyzeNested(graph);
    }
}
