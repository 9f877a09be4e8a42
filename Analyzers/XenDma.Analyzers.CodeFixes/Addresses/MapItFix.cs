using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Addresses;

/// <summary>XDMA5003: maps the buffer whose guest address stands where a bus address is wanted, for as long as the block lasts.</summary>
internal sealed class MapItFix() : Fix("XDMA5003")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        var used = fix.Node as ExpressionSyntax ?? (fix.Node as ArgumentSyntax)?.Expression;
        if (used is null || Placement.Before(fix.Judged, used) is not { } place || Buffer(used) is not { } buffer
            || Device(fix, place) is not { } device || Edits.FreeName(place, "mapping", "mapped") is not { } name)
            yield break;
        string address = used is BaseObjectCreationExpressionSyntax ? name + ".Address" : name + ".Address.Value";
        var mark = new SyntaxAnnotation();
        var root = fix.Root.ReplaceNodes(new SyntaxNode[] { used, place }, (original, now) =>
            original == place ? now.WithAdditionalAnnotations(mark) : SyntaxFactory.ParseExpression(address).WithTriviaFrom(now));
        var marked = (StatementSyntax)root.GetAnnotatedNodes(mark).Single();
        var map = Edits.Parse($"using var {name} = {device}.Map({buffer}, DmaDirection.Bidirectional);");
        yield return ("Map it", Edits.InsertBefore(root, marked, map));
    }

    /// <summary>The buffer whose guest address the expression is made of.</summary>
    private static string? Buffer(ExpressionSyntax used) => used.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
        .Where(access => access is { Name.Identifier.ValueText: "Value", Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Address" } })
        .Select(access => ((MemberAccessExpressionSyntax)access.Expression).Expression.WithoutTrivia().ToString()).FirstOrDefault();

    private static string? Device(FixContext fix, SyntaxNode place) => fix.Judged.Model.LookupSymbols(place.SpanStart)
        .Where(symbol => (symbol as IFieldSymbol)?.Type.Name == "Device" || (symbol as ILocalSymbol)?.Type.Name == "Device"
            || (symbol as IParameterSymbol)?.Type.Name == "Device" || (symbol as IPropertySymbol)?.Type.Name == "Device")
        .Select(symbol => symbol.Name).FirstOrDefault();
}
