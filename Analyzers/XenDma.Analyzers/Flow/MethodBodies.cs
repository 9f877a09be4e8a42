using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>The bodies of the compilation's own methods, bound once each and shared by all analyses.</summary>
internal sealed class MethodBodies(Compilation compilation, ContractCatalog catalog)
{
    private const int MaxReach = 200;
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ControlFlowGraph?> _graphs = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, MethodTraits> _traits = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, (bool TouchesDma, ImmutableHashSet<ISymbol> Writes)> _reach =
        new(SymbolEqualityComparer.Default);

    private FieldJudge? _fields;

    public FieldJudge Fields => LazyInitializer.EnsureInitialized(ref _fields, () => new FieldJudge(catalog, this))!;

    public ControlFlowGraph? Graph(IMethodSymbol method, CancellationToken cancellation) =>
        _graphs.GetOrAdd(method, m => CreateGraph(m, cancellation));

    public IOperation? Body(IMethodSymbol method, CancellationToken cancellation) =>
        _bodies.GetOrAdd(method, m => Bind(m, cancellation));

    public MethodTraits Traits(IMethodSymbol method, CancellationToken cancellation)
    {
        if (_traits.TryGetValue(method, out var known))
            return known;
        var traits = MethodTraits.Read(Body(method, cancellation), catalog);
        return _traits.GetOrAdd(method, traits);
    }

    /// <summary>What the method does at first sight, with all that it calls in this compilation.</summary>
    public (bool TouchesDma, ImmutableHashSet<ISymbol> Writes) Reach(IMethodSymbol method, CancellationToken cancellation)
    {
        if (_reach.TryGetValue(method, out var known))
            return known;
        var writes = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        bool touches = false;
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var open = new Queue<IMethodSymbol>(seen);
        while (open.Count > 0 && seen.Count < MaxReach)
        {
            var traits = Traits(open.Dequeue(), cancellation);
            touches |= traits.TouchesDma;
            writes.UnionWith(traits.Writes);
            foreach (var callee in traits.Calls)
            {
                if (seen.Add(callee))
                    open.Enqueue(callee);
            }
        }
        return _reach.GetOrAdd(method, (touches, writes.ToImmutable()));
    }

    private ControlFlowGraph? CreateGraph(IMethodSymbol method, CancellationToken cancellation) => Body(method, cancellation) switch
    {
        IMethodBodyOperation { Parent: null } body => ControlFlowGraph.Create(body, cancellation),
        IConstructorBodyOperation { Parent: null } body => ControlFlowGraph.Create(body, cancellation),
        IBlockOperation { Parent: null } body => ControlFlowGraph.Create(body, cancellation),
        _ => null,
    };

    private IOperation? Bind(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.DeclaringSyntaxReferences.Length != 1)
            return null;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        if (syntax is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax))
            return null;
#pragma warning disable RS1030 // A callee may stand in another file; its tree's model is asked for once a method and kept.
        return compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation);
#pragma warning restore RS1030
    }
}
