using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Rules.Failures;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2001, XDMA2005: asks right after the call whether it failed, and leaves when it did.</summary>
internal sealed class UncheckedResultFix() : Fix("XDMA2001", "XDMA2005")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || Edits.ResultOf(call) is not { } result)
            yield break;
        if (fix.Diagnostic.Properties.TryGetValue(Idioms.Question, out string? question))
        {
            if (question is { Length: > 0 } && Edits.CheckAfter(fix.Root, call, question.Replace("{0}", result)) is { } asking)
                yield return ("Ask whether the call failed", asking);
            yield break;
        }
        bool isMemory = fix.Diagnostic.Id == "XDMA2005";
        if ((isMemory ? $"{result} is null" : Counterpart.MappingError(fix.Judged, call, result)) is { } failed && Edits.CheckAfter(fix.Root, call, failed) is { } root)
            yield return (isMemory ? "Check for null after the allocation" : "Ask MappingError after the map", root);
    }
}
