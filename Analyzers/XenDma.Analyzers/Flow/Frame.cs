using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>One body that is walked: the analyzed method's, or that of a method which it calls.</summary>
internal sealed class Frame(ControlFlowGraph graph, ISymbol? method, Frame? caller, IOperation? callSite)
{
    public ControlFlowGraph Graph { get; } = graph;

    public ISymbol? Method { get; } = method;

    public Frame? Caller { get; } = caller;

    /// <summary>What `this` is here.</summary>
    public Value Receiver { get; init; } = Value.This;

    /// <summary>The body lies inside the analyzed method: a lambda or a local function.</summary>
    public bool IsNested { get; init; }

    /// <summary>How many operations within each other the call stands in, on its whole way here.</summary>
    public int Nesting { get; init; }

    public int Depth { get; } = caller is null ? 0 : caller.Depth + 1;

    public GraphFacts Facts { get; } = GraphFacts.Of(graph);

    /// <summary>The call in the analyzed method's own text that led here; null when this is that text.</summary>
    public IOperation? OuterCall { get; } = caller is null ? null : caller.OuterCall ?? callSite;

    /// <summary>As <see cref="OuterCall"/>, but null inside the analyzed method's lambdas too.</summary>
    public IOperation? ForeignCall => IsNested && Caller!.ForeignCall is null ? null : OuterCall;

    public bool IsActive(ISymbol method)
    {
        for (var frame = this; frame is not null; frame = frame.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Method, method))
                return true;
        }
        return false;
    }
}
