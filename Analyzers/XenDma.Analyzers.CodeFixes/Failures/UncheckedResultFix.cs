using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2001, XDMA2005: asks right after the call whether it failed, and leaves when it did.</summary>
internal sealed class UncheckedResultFix() : Fix("XDMA2001", "XDMA2005")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            yield break;
        // A status that nobody keeps is asked where it comes.
        var discarding = Edits.CallStatement(call);
        string? result = discarding is null ? Edits.ResultOf(call) : call.WithoutTrivia().ToString();
        if (Counterpart.Failed(fix.Judged, call, result) is not { } failed)
            yield break;
        var root = discarding is not null && failed.Contains(result!) && Exits.Of(discarding) is { } exit
            ? Edits.Instead(fix.Root, discarding, Edits.If(failed, exit, discarding)) : Edits.CheckAfter(fix.Root, call, failed);
        if (root is not null)
            yield return (Title(fix, call), root);
    }

    private static string Title(FixContext fix, SyntaxNode call)
    {
        bool isAllocation = fix.Diagnostic.Id == "XDMA2005";
        return Counterpart.ContractOf(fix.Judged, call)?.Failure switch
        {
            Contracts.Failure.MappingError => "Ask MappingError after the map",
            Contracts.Failure.Null when isAllocation => "Check for null after the allocation",
            _ => "Ask whether the call failed",
        };
    }
}
