using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What one analysis of one method carries around: contracts, bodies, the bound on its work, and its findings.</summary>
internal sealed class FlowContext(ContractCatalog catalog, MethodBodies bodies, IReadOnlyList<FlowRule> rules, CancellationToken cancellation)
{
    /// <summary>Blocks walked through by all paths together.</summary>
    private const int BaseSteps = 3000;
    private const int StepsPerBlock = 40;
    private int _steps;
    private int _bound = BaseSteps;

    public ContractCatalog Catalog { get; } = catalog;

    public MethodBodies Bodies { get; } = bodies;

    public IReadOnlyList<FlowRule> Rules { get; } = rules;

    public Findings Findings { get; } = new();

    /// <summary>Locals that a lambda writes: they change when nobody looks.</summary>
    public HashSet<ISymbol> Volatile { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The lambda or local function that is analyzed for itself: the variables around it are not its own.</summary>
    public IMethodSymbol? Outermost { get; set; }

    /// <summary>Methods, lambdas and local functions that some path walked into.</summary>
    public HashSet<IMethodSymbol> Walked { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The work was more than the bound: the method is given up as a whole.</summary>
    public bool GaveUp { get; private set; }

    public void AllowFor(int blocks) => _bound = BaseSteps + (StepsPerBlock * blocks);

    /// <summary>False when the work is over.</summary>
    public bool Step()
    {
        cancellation.ThrowIfCancellationRequested();
        if (!GaveUp && ++_steps > _bound)
            GaveUp = true;
        return !GaveUp;
    }

    public ControlFlowGraph? Graph(IMethodSymbol method) => Bodies.Graph(method, cancellation);

    public MethodTraits Traits(IMethodSymbol method) => Bodies.Traits(method, cancellation);

    public bool TouchesDma(IMethodSymbol method) => Bodies.Reach(method, cancellation).TouchesDma;

    /// <summary>The fields and properties that a method and what it calls may write.</summary>
    public ImmutableHashSet<ISymbol> WrittenBy(IMethodSymbol method) => Bodies.Reach(method, cancellation).Writes;

    /// <summary>The type as a whole never releases what the field keeps.</summary>
    public bool IsNeverReleased(ISymbol field) => Bodies.Fields.IsNeverReleased(field, cancellation);
}
