using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>The bodies of a compilation that may have to do with DMA, found by name: those that mention a method with a contract, or
/// a method of the compilation that may hand a mapping out. All others are never bound.</summary>
internal sealed class DmaIndex
{
    private static readonly IReadOnlyCollection<SyntaxNode> None = [];

    /// <summary>What a body mentions that computes with addresses, or goes around the API.</summary>
    private static readonly string[] Addresses =
        ["DmaAddr", "PhysAddr", "Pfn", "Mfn", "pfn", "mfn", "gfn", "Address", "DmaOps", "MaxMappingSize"];
    private readonly Compilation _compilation;
    private readonly MethodBodies _bodies;
    private readonly Dictionary<SyntaxTree, HashSet<SyntaxNode>> _found = [];
    private readonly HashSet<string> _known = [];
    private readonly CancellationToken _cancellation;

    private DmaIndex(Compilation compilation, MethodBodies bodies, CancellationToken cancellation)
    {
        _compilation = compilation;
        _bodies = bodies;
        _cancellation = cancellation;
    }

    public static DmaIndex Create(
        Compilation compilation, ContractCatalog catalog, MethodBodies bodies, CancellationToken cancellation)
    {
        var index = new DmaIndex(compilation, bodies, cancellation);
        var names = ContractNames.OfReferences(compilation);
        names.UnionWith(Addresses);
        names.UnionWith(catalog.NamesInFiles);
        index.AddDeclaredInSource(names);
        while (names.Count > 0)
            names = index.Find(names);
        return index;
    }

    /// <summary>The declarations in the tree whose bodies may have to do with DMA.</summary>
    public IReadOnlyCollection<SyntaxNode> In(SyntaxTree tree) => _found.TryGetValue(tree, out var found) ? found : None;

    private void AddDeclaredInSource(HashSet<string> names)
    {
        var scan = new NameScan([.. ContractNames.Attributes]);
        foreach (var tree in _compilation.SyntaxTrees)
        {
            foreach (var token in scan.In(tree, tree.GetRoot(_cancellation)))
            {
                var declaration = token.Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>();
                if (token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute || OnlyTells(attribute))
                    continue;
                if (declaration is MethodDeclarationSyntax method)
                    names.Add(method.Identifier.ValueText);
                else if (declaration is DelegateDeclarationSyntax type)
                    names.Add(type.Identifier.ValueText);
            }
        }
    }

    /// <summary>The role is one that needs a mapping but makes or ends none.</summary>
    private static bool OnlyTells(AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { Arguments.Count: > 0 } list)
            return false;
        string role = list.Arguments[0].Expression is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : "";
        return ContractNames.OnlyTells(role);
    }

    /// <summary>Finds the bodies that mention the names; the names through which what they do reaches further.</summary>
    private HashSet<string> Find(HashSet<string> names)
    {
        _known.UnionWith(names);
        var further = new HashSet<string>();
        var scan = new NameScan(names);
        foreach (var tree in _compilation.SyntaxTrees)
        {
            _cancellation.ThrowIfCancellationRequested();
            SyntaxNode? last = null;
            foreach (var token in scan.In(tree, tree.GetRoot(_cancellation)))
            {
                if (last?.Span.Contains(token.Span) == true)
                    continue;
                last = Mention(tree, token, further);
            }
        }
        further.ExceptWith(_known);
        return further;
    }

    private SyntaxNode? Mention(SyntaxTree tree, SyntaxToken token, HashSet<string> further)
    {
        for (var node = token.Parent; node is not null; node = node.Parent)
        {
            if (Declarations.OfBody(node) is { } declaration)
            {
                Add(tree, declaration, further);
                return node;
            }
            // A delegate that has a contract is called by the name of what holds it.
            if (node is VariableDeclarationSyntax { Parent: BaseFieldDeclarationSyntax } fields)
            {
                foreach (var variable in fields.Variables)
                    further.Add(variable.Identifier.ValueText);
                return null;
            }
            if (node is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax } parameter)
            {
                further.Add(parameter.Identifier.ValueText);
                return null;
            }
            if (node is PropertyDeclarationSyntax property)
                further.Add(property.Identifier.ValueText);
            if (node is BasePropertyDeclarationSyntax or TypeDeclarationSyntax)
                return null;
        }
        return null;
    }

    private void Add(SyntaxTree tree, SyntaxNode declaration, HashSet<string> further)
    {
        if (!_found.TryGetValue(tree, out var found))
            _found[tree] = found = [];
        if (!found.Add(declaration))
            return;
        var traits = _bodies.Traits(declaration, _cancellation);
        var owner = _bodies.Owner(declaration, _cancellation);
        if (owner is not null && (traits.TouchesDma || traits.TouchesAddresses) && _bodies.Root(declaration, _cancellation) is { } body)
            further.UnionWith(_bodies.Facts.Add(body, traits, owner));
        if (owner is not IMethodSymbol method)
            return;
        bool tells = !method.ReturnsVoid && _bodies.Facts.MentionsShared(traits.Mentions);
        if (tells || (MayReach(method) && _bodies.Reach(method, _cancellation).TouchesDma))
            further.Add(method.AssociatedSymbol?.Name ?? method.Name);
    }

    /// <summary>What the method does to mappings can be seen by its callers: it hands something out, or maps a list that they hold.</summary>
    private bool MayReach(IMethodSymbol method)
    {
        if (Signatures.CanHandOut(method))
            return true;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type is { IsReferenceType: true, SpecialType: SpecialType.None })
                return _bodies.Traits(method, _cancellation).MapsForCaller;
        }
        return false;
    }
}
