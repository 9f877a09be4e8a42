using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Releases;

/// <summary>The call that lets go of one element: from the map, or as the method does it elsewhere.</summary>
internal sealed class ElementRelease
{
    private static readonly string[] Indices = ["j", "k", "earlier"];
    private static readonly string[] Elements = ["mapped", "held", "earlier"];
    private readonly ExpressionSyntax _call;
    private readonly string _variable;
    private readonly bool _isIndex;

    private ElementRelease(ExpressionSyntax call, string variable, string current, bool isIndex)
    {
        _isIndex = isIndex;
        _call = call;
        _variable = variable;
        Current = current;
    }

    /// <summary>What the loop calls the mapping of the round.</summary>
    public string Current { get; }

    /// <summary>Null where what was told to the map is not there in another round, and the method itself lets go of no element.</summary>
    public static ElementRelease? Of(Judged judged, InvocationExpressionSyntax map, Container container)
    {
        string element = container.Index is null ? "mapped" : $"{container.Name}[{container.Index}]";
        string current = Edits.ResultOf(map) ?? element;
        string variable = container.Index ?? "mapped";
        if (!HoldsMore(container) && Counterpart.Release(judged, map, element) is { } text && SyntaxFactory.ParseExpression(text) is var call && IsOfAllRounds(call, map, variable))
            return new ElementRelease(call, variable, current, container.Index is not null);
        return Elsewhere(judged, container) is { } found ? new ElementRelease(found.Call, found.Variable, current, container.Index is not null) : null;
    }

    /// <summary>The call for what the variable tells: an index, or the element itself.</summary>
    public ExpressionSyntax Call(string variable) => Edits.Renamed(_call, _variable, variable);

    /// <summary>The name of the variable there.</summary>
    public string? NameAt(SyntaxNode place) => Array.Find(_isIndex ? Indices : Elements, name => IsFreeAt(place, name));

    /// <summary>Nothing in the member is called so, but variables of loops beside the place.</summary>
    private static bool IsFreeAt(SyntaxNode place, string name) => place.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name)
        .All(token => token.Parent!.AncestorsAndSelf().Any(loop => Declares(loop, name) && !loop.Span.Contains(place.Span) && !place.Span.Contains(loop.Span)));

    private static bool Declares(SyntaxNode loop, string name) => loop switch
    {
        ForEachStatementSyntax each => each.Identifier.ValueText == name,
        ForStatementSyntax counting => counting.Declaration?.Variables.Any(one => one.Identifier.ValueText == name) == true,
        _ => false,
    };

    /// <summary>A list of tuples: the address is only part of its elements.</summary>
    private static bool HoldsMore(Container container) => container.Store.DescendantNodes().OfType<TupleExpressionSyntax>().Any();

    /// <summary>What the call names is the same in every round, but for the index.</summary>
    private static bool IsOfAllRounds(ExpressionSyntax call, SyntaxNode map, string index)
    {
        var loop = Container.Loop(map)!;
        var changing = new HashSet<string>(loop.DescendantNodesAndSelf().SelectMany(node => node switch
        {
            VariableDeclaratorSyntax declared => [declared.Identifier.ValueText],
            SingleVariableDesignationSyntax declared => [declared.Identifier.ValueText],
            ForEachStatementSyntax each => [each.Identifier.ValueText],
            AssignmentExpressionSyntax assignment => [assignment.Left.ToString()],
            PostfixUnaryExpressionSyntax counted => [counted.Operand.ToString()],
            PrefixUnaryExpressionSyntax counted => [counted.Operand.ToString()],
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } given => [given.Expression.ToString()],
            _ => Enumerable.Empty<string>(),
        }));
        changing.Remove(index);
        return !call.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => changing.Contains(name.Identifier.ValueText));
    }

    /// <summary>The release in another loop of the method over the same elements.</summary>
    private static (ExpressionSyntax Call, string Variable)? Elsewhere(Judged judged, Container container)
    {
        var loops = container.Store.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantNodes().OfType<StatementSyntax>();
        foreach (var loop in loops)
        {
            var calls = loop.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.Parent is ExpressionStatementSyntax
                && Counterpart.ContractOf(judged, call) is { Releases: true }).ToList();
            if (calls.Count != 1)
                continue;
            if (container.Index is null && loop is ForEachStatementSyntax each && each.Expression.ToString() == container.Name)
                return (calls[0], each.Identifier.ValueText);
            var indices = calls[0].DescendantNodes().OfType<ElementAccessExpressionSyntax>().Where(one => one.Expression.ToString() == container.Name)
                .Select(one => one.ArgumentList.Arguments[0].Expression).OfType<IdentifierNameSyntax>().ToList();
            if (container.Index is not null && loop is ForStatementSyntax && indices.Count > 0)
                return (calls[0], indices[0].Identifier.ValueText);
        }
        return null;
    }
}
