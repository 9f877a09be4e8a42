using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>The syncs of a mapping as statements: from its map, or where another method mapped, from a sync that stands in the same body.</summary>
internal static class Syncs
{
    /// <summary>A sync of the mapping that the diagnostic speaks of; null where it cannot be written.</summary>
    public static string? Of(FixContext fix, bool forCpu) => OfMap(fix.Judged, fix.Other(0), forCpu) ?? Turned(fix.Judged, fix.Node, forCpu);

    /// <summary>A sync of the mapping that the call made; null where it cannot be written.</summary>
    public static string? OfMap(Judged judged, SyntaxNode? map, bool forCpu)
    {
        return map?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call ? Counterpart.Sync(judged, call, Edits.ResultOf(call), forCpu) : null;
    }

    /// <summary>The nearest sync before the place, turned to the other side.</summary>
    private static string? Turned(Judged judged, SyntaxNode place, bool forCpu)
    {
        foreach (var call in CallsBefore(place))
        {
            if (judged.Model.GetOperation(call) is not IInvocationOperation || Counterpart.ContractOf(judged, call) is not { Syncs: true } contract)
                continue;
            bool isForCpu = contract.Role is Role.SyncForCpu or Role.SyncSgForCpu;
            string text = call.WithoutTrivia().ToString();
            return isForCpu == forCpu ? text : forCpu ? text.Replace("ForDevice(", "ForCpu(") : text.Replace("ForCpu(", "ForDevice(");
        }
        return null;
    }

    private static IEnumerable<InvocationExpressionSyntax> CallsBefore(SyntaxNode place) =>
        place.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Span.End <= place.SpanStart).Reverse() ?? [];
}
