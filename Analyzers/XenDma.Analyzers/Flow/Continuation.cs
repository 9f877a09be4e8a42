using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Where a path goes on when a finally block ends: to a block, out of the method, or on with an exception.</summary>
internal sealed record Continuation(
    ControlFlowBranch? Branch,
    int NextFinally,
    ControlFlowRegion? ThrownFrom,
    ITypeSymbol? Exception,
    Value? Result,
    BasicBlock? Thrower);
