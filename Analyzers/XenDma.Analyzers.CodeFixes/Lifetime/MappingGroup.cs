using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>The mappings that can only become owners together: where the map of one throws from now on, the method must not have to unmap another.</summary>
internal static class MappingGroup
{
    private const int MaxMappings = 8;

    /// <summary>Null where one of them cannot become an owner.</summary>
    public static IReadOnlyList<LocalMapping>? Around(Judged judged, InvocationExpressionSyntax map)
    {
        var group = new List<LocalMapping>();
        var waiting = new Queue<InvocationExpressionSyntax>([map]);
        while (waiting.Count > 0)
        {
            var next = waiting.Dequeue();
            if (group.Exists(known => known.Map == next))
                continue;
            if (group.Count == MaxMappings || LocalMapping.Of(judged, next) is not { } held)
                return null;
            group.Add(held);
            foreach (var other in held.IsOwner ? [] : HeldAcross(judged, held.Made))
                waiting.Enqueue(other);
        }
        return [.. group.OrderBy(one => one.Made.SpanStart)];
    }

    /// <summary>The calls before the place whose mapping or memory the method itself lets go of behind it, unless a finally does.</summary>
    private static IEnumerable<InvocationExpressionSyntax> HeldAcross(Judged judged, StatementSyntax place)
    {
        var calls = place.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => (Call: call, Contract: Counterpart.ContractOf(judged, call))).Where(one => one.Contract is not null).ToList() ?? [];
        var released = calls.Where(one => one.Contract!.Releases && one.Call.SpanStart > place.Span.End && !IsInFinallyOf(one.Call, place))
            .SelectMany(one => one.Call.DescendantNodes().OfType<IdentifierNameSyntax>()).Select(name => judged.Model.GetSymbolInfo(name).Symbol);
        var known = new HashSet<ISymbol?>(released, SymbolEqualityComparer.Default);
        return calls.Where(one => one.Contract!.Creates && one.Call.Span.End < place.SpanStart && Holders(judged, one.Call, one.Contract).Any(known.Contains))
            .Where(one => !IsUsing(one.Call)).Select(one => one.Call);
    }

    /// <summary>What a release of the mapping would name.</summary>
    private static IEnumerable<ISymbol?> Holders(Judged judged, InvocationExpressionSyntax call, MethodContract contract)
    {
        if (contract.IsScatterList)
            return Counterpart.Of(judged, call, null)?.Argument(Part.List)?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
                .Select(name => judged.Model.GetSymbolInfo(name).Symbol) ?? [];
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        var declared = statement?.DescendantNodes().Where(node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax)
            .Select(node => judged.Model.GetDeclaredSymbol(node)) ?? [];
        var assigned = call.Ancestors().OfType<AssignmentExpressionSyntax>().Select(one => judged.Model.GetSymbolInfo(one.Left).Symbol);
        return declared.Concat(assigned);
    }

    private static bool IsUsing(InvocationExpressionSyntax call) =>
        call.FirstAncestorOrSelf<StatementSyntax>() is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } or UsingStatementSyntax;

    private static bool IsInFinallyOf(SyntaxNode release, SyntaxNode place) => release.Ancestors().OfType<FinallyClauseSyntax>()
        .Any(one => ((TryStatementSyntax)one.Parent!).Block.Span.Contains(place.Span));
}
