using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What one analysis of one method carries around: contracts, bodies, the bound on its work, and its findings.</summary>
internal sealed class FlowContext(ContractCatalog catalog, MethodBodies bodies, ImmutableArray<FlowRule> rules, CancellationToken cancellation)
{
    private const int StepsPerBlock = 40;
    private const int CoarsePaths = 2;

    /// <summary>How many times the bound is the end, whatever the method is.</summary>
    private const int LastResort = 16;
    private readonly Dictionary<ISymbol, Value> _variables = new(SymbolEqualityComparer.Default);
    private int _steps;
    private int _bound = FlowOptions.Default.MaxBlocks;

    public ContractCatalog Catalog { get; } = catalog;

    public MethodBodies Bodies { get; } = bodies;

    public ImmutableArray<FlowRule> Rules { get; } = rules;

    public FlowOptions Options { get; init; } = FlowOptions.Default;

    /// <summary>What the compilation's bodies tell of its types.</summary>
    public TypeFacts Facts { get; } = bodies.Facts;

    public Findings Findings { get; } = new();

    /// <summary>Locals that a lambda writes: they change when nobody looks.</summary>
    public HashSet<ISymbol> Volatile { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The lambda or local function that is analyzed for itself: the variables around it are not its own.</summary>
    public IMethodSymbol? Outermost { get; set; }

    /// <summary>Methods, lambdas and local functions that some path walked into.</summary>
    public HashSet<IMethodSymbol> Walked { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>For a sweep, which needs one at a time.</summary>
    public HashSet<Value> Scratch { get; } = [];

    /// <summary>The local or parameter as a place.</summary>
    public Value Variable(ISymbol symbol)
    {
        if (!_variables.TryGetValue(symbol, out var place))
            _variables[symbol] = place = Value.Local(symbol);
        return place;
    }

    /// <summary>Somewhere in the analyzed method stands a lambda.</summary>
    public bool HasLambda { get; init; }

    public void AllowFor(int blocks) => _bound = Options.MaxBlocks + (StepsPerBlock * blocks);

    /// <summary>Paths that may wait at one block; more are merged. The more work a method was already, the fewer.</summary>
    public int MaxPaths => IsLarge ? CoarsePaths : Options.MaxPaths;

    /// <summary>The bound is passed: paths are merged early and no more callees are walked into, so that the method comes to its end.</summary>
    public bool IsLarge => _steps > _bound;

    /// <summary>Ends the analysis where nobody waits for it any longer.</summary>
    public void Poll() => cancellation.ThrowIfCancellationRequested();

    /// <summary>False when the work is over. What was found until then stands.</summary>
    public bool Step()
    {
        Poll();
        return ++_steps <= _bound * LastResort;
    }

    public ControlFlowGraph? Graph(IMethodSymbol method) => Bodies.Graph(method, cancellation);

    public MethodTraits Traits(IMethodSymbol method) => Bodies.Traits(method, cancellation);

    public bool TouchesDma(IMethodSymbol method) => Bodies.Reach(method, cancellation).TouchesDma;

    /// <summary>The method, or one that it calls, waits for a device or stops it.</summary>
    public bool Drives(IMethodSymbol method) => Bodies.Reach(method, cancellation).Drives;

    /// <summary>The fields and properties that a method and what it calls may write.</summary>
    public HashSet<ISymbol> WrittenBy(IMethodSymbol method) => Bodies.Reach(method, cancellation).Writes;

    /// <summary>The type as a whole never releases what the field keeps.</summary>
    public bool IsNeverReleased(ISymbol field) => Options.JudgesFields && Bodies.Fields.IsNeverReleased(field, cancellation);
}
