using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
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
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<SyntaxNode, IOperation?> _roots = new();
    private readonly ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> _graphs = new();
    private readonly ConcurrentDictionary<SyntaxNode, MethodTraits> _traits = new();
    private readonly ConcurrentDictionary<SyntaxNode, ISymbol?> _owners = new();

    private readonly ConcurrentDictionary<IMethodSymbol, (bool TouchesDma, bool Drives, HashSet<ISymbol> Writes)> _reach =
        new(SymbolEqualityComparer.Default);

    private readonly object _gate = new();
    private DmaIndex? _index;
    private FieldJudge? _fields;

    /// <summary>What the bodies tell of the types; complete once the index is made.</summary>
    public TypeFacts Facts { get; } = new();

    public FieldJudge Fields => LazyInitializer.EnsureInitialized(ref _fields, () => new FieldJudge(catalog, this))!;

    /// <summary>Made by whoever asks first; a run that is cancelled meanwhile leaves it to the next.</summary>
    public DmaIndex Index(CancellationToken cancellation)
    {
        lock (_gate)
            return _index ??= DmaIndex.Create(compilation, catalog, this, cancellation);
    }

    public ControlFlowGraph? Graph(IMethodSymbol method, CancellationToken cancellation) =>
        DeclarationOf(method, cancellation) is { } declaration ? Graph(declaration, cancellation) : null;

    /// <summary>How many elements the array in a readonly field has, where its initializer says.</summary>
    public decimal? LengthOf(IFieldSymbol field, CancellationToken cancellation)
    {
        if (!field.IsReadOnly || field.DeclaringSyntaxReferences.Length != 1
            || field.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer: { } initializer }
            || (Root(initializer, cancellation) as IFieldInitializerOperation)?.Value is not { } value)
            return null;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value.Syntax is CollectionExpressionSyntax written)
            return written.Elements.All(element => element is ExpressionElementSyntax) ? written.Elements.Count : null;
        return value is IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } && sizes[0].ConstantValue is { HasValue: true, Value: int length }
            ? length : null;
    }

    /// <summary>The field's array is a plain one, and no body of the type pins it.</summary>
    public bool IsMovable(IFieldSymbol field, CancellationToken cancellation)
    {
        if (field.DeclaringSyntaxReferences.Length != 1
            || field.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer: { } initializer }
            || Root(initializer, cancellation) is not { } root || !Array.Exists([.. root.Descendants()], part => part is IArrayCreationOperation))
            return false;
        foreach (var member in field.ContainingType.GetMembers())
        {
            if (member is IMethodSymbol method && Traits(method, cancellation).Mentions.Contains(field) && Body(method, cancellation) is { } body
                && Array.Exists([.. body.Descendants()], part => part is IInvocationOperation { TargetMethod: { Name: "Alloc", ContainingType.Name: "GCHandle" } }))
                return false;
        }
        return true;
    }

    /// <summary>A call that allocates an array which never moves.</summary>
    public static bool AllocatesPinned(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("AllocateArray" or "AllocateUninitializedArray"))
            return false;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "pinned")
                return argument.Value.ConstantValue is not { HasValue: true, Value: false };
        }
        return false;
    }

    public IOperation? Body(IMethodSymbol method, CancellationToken cancellation) =>
        DeclarationOf(method, cancellation) is { } declaration ? Root(declaration, cancellation) : null;

    public MethodTraits Traits(IMethodSymbol method, CancellationToken cancellation) =>
        DeclarationOf(method, cancellation) is { } declaration ? Traits(declaration, cancellation) : MethodTraits.Unknown;

    /// <summary>What the declaration's body does at first sight.</summary>
    public MethodTraits Traits(SyntaxNode declaration, CancellationToken cancellation) =>
        _traits.GetOrAdd(declaration, d => MethodTraits.Read(Root(d, cancellation), catalog));

    /// <summary>What the method does at first sight, with all that it calls in this compilation.</summary>
    public (bool TouchesDma, bool Drives, HashSet<ISymbol> Writes) Reach(IMethodSymbol method, CancellationToken cancellation)
    {
        if (_reach.TryGetValue(method, out var known))
            return known;
        var writes = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        bool touches = false;
        bool drives = false;
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var open = new Queue<IMethodSymbol>(seen);
        while (open.Count > 0 && seen.Count < MaxReach)
        {
            var traits = Traits(open.Dequeue(), cancellation);
            touches |= traits.TouchesDma;
            drives |= traits.Drives;
            writes.UnionWith(traits.Writes);
            foreach (var callee in traits.Calls)
            {
                if (seen.Add(callee))
                    open.Enqueue(callee);
            }
        }
        return _reach.GetOrAdd(method, (touches, drives, writes));
    }

    /// <summary>The operations of a declaration, as <see cref="Declarations"/> knows them.</summary>
    public IOperation? Root(SyntaxNode declaration, CancellationToken cancellation) =>
        _roots.GetOrAdd(declaration, d => Model(d.SyntaxTree).GetOperation(d, cancellation));

    /// <summary>Whose body the declaration is.</summary>
    public ISymbol? Owner(SyntaxNode declaration, CancellationToken cancellation) =>
        _owners.GetOrAdd(declaration, d => Declarations.Symbol(Model(d.SyntaxTree), d, cancellation));

    /// <summary>The graph of a declaration's operations.</summary>
    public ControlFlowGraph? Graph(SyntaxNode declaration, CancellationToken cancellation) =>
        _graphs.GetOrAdd(declaration, d => Declarations.Graph(Root(d, cancellation), cancellation));

#pragma warning disable RS1030 // A callee may stand in another file. Within a run of analyzers the compilation hands out one model a tree.
    public SemanticModel Model(SyntaxTree tree) => _models.GetOrAdd(tree, t => compilation.GetSemanticModel(t));
#pragma warning restore RS1030

    private static SyntaxNode? DeclarationOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.DeclaringSyntaxReferences.Length != 1)
            return null;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        return syntax is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax ? syntax : null;
    }
}
