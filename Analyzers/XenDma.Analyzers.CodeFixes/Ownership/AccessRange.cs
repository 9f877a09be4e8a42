using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>Statements of one list, around an access of the CPU to memory that the device owns, in which nobody is told of the mapping.</summary>
internal sealed class AccessRange
{
    private const int MaxRanges = 6;
    private const int MaxLevels = 3;

    private AccessRange(IReadOnlyList<StatementSyntax> statements) => Statements = statements;

    public IReadOnlyList<StatementSyntax> Statements { get; }

    public StatementSyntax First => Statements[0];

    public StatementSyntax Last => Statements[Statements.Count - 1];

    /// <summary>The ranges from the access on that control enters at the start and leaves at the end alone, the smallest first.</summary>
    public static IEnumerable<AccessRange> Around(Judged judged, SyntaxNode access, SyntaxNode? map) =>
        Levels(judged, access, map).SelectMany(start => From(judged, start, access, map)).Take(MaxRanges).Where(range => range.IsEnteredAndLeftOnce(judged));

    /// <summary>Behind the place the device may be told of the mapping again: it is neither unmapped next nor for the rest of its life unused.</summary>
    public static bool IsUsedBehind(Judged judged, StatementSyntax place, SyntaxNode? map)
    {
        if (map is null || place.Ancestors().Any(node => LoopSyntax.IsLoop(node) && !node.Span.Contains(map.Span)))
            return true;
        var names = AddressNames(map);
        var next = map.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<StatementSyntax>()
            .FirstOrDefault(one => one.SpanStart >= place.Span.End && one is not BlockSyntax && Names(one, names) && !one.ChildNodes().OfType<StatementSyntax>().Any());
        return next is not null && !Calls(judged, next).Any(contract => contract.Releases);
    }

    /// <summary>The statement of the access, and those around it that begin behind the map. A counted loop that only computes is taken as a
    /// whole; what a loop waits for would never change between syncs.</summary>
    private static IEnumerable<StatementSyntax> Levels(Judged judged, SyntaxNode access, SyntaxNode? map)
    {
        if (Placement.StatementOf(access) is not { } own || Placement.IsComputedEachTurn(own, access))
            return [];
        var around = own.AncestorsAndSelf().TakeWhile(node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not MemberDeclarationSyntax)
            .OfType<StatementSyntax>().Where(one => one is not BlockSyntax).TakeWhile(one => map is null || one.SpanStart > map.Span.End).ToList();
        var loops = around.Where(one => IsOnlyComputing(judged, one, map) && GoesOver(one, access)).ToList();
        return around.SkipWhile(one => loops.Count > 0 && one != loops[loops.Count - 1]).TakeWhile((one, i) => i == 0 || loops.Contains(one) || !LoopSyntax.IsLoop(one)).Take(MaxLevels);
    }

    /// <summary>The loop counts, and each turn reads elsewhere: what reads the same place in every turn waits for it to change.</summary>
    private static bool GoesOver(StatementSyntax loop, SyntaxNode access)
    {
        var counted = loop switch
        {
            ForStatementSyntax counting => counting.Incrementors.SelectMany(one => one.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().Select(one => one.Identifier.ValueText),
            ForEachStatementSyntax each => [each.Identifier.ValueText],
            ForEachVariableStatementSyntax each => each.Variable.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(one => one.Identifier.ValueText),
            _ => null,
        };
        if (counted is null)
            return false;
        var names = new HashSet<string>(counted);
        foreach (var local in loop.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(one => one.Initializer is { } value && Names(value, names)))
            names.Add(local.Identifier.ValueText);
        return Names(access, names) || (loop is CommonForEachStatementSyntax { Expression: var over } && over.Span.Contains(access.Span));
    }

    private static IEnumerable<AccessRange> From(Judged judged, StatementSyntax start, SyntaxNode access, SyntaxNode? map)
    {
        if (!IsOnlyComputing(judged, start, map))
            yield break;
        yield return new AccessRange([start]);
        var list = start.Parent is BlockSyntax block ? block.Statements : start.Parent is SwitchSectionSyntax section ? section.Statements : default;
        var names = MemoryNames(judged, access, map);
        var taken = new List<StatementSyntax> { start };
        foreach (var next in list.Where(one => one.SpanStart > start.SpanStart).TakeWhile(one => IsOnlyComputing(judged, one, map)))
        {
            taken.Add(next);
            if (Names(next, names))
                yield return new AccessRange([.. taken]);
        }
    }

    private bool IsEnteredAndLeftOnce(Judged judged)
    {
        if (Statements.Any(one => one is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax
            || one.DescendantNodesAndSelf().Any(node => node is YieldStatementSyntax)))
            return false;
        return judged.Model.AnalyzeControlFlow(First, Last) is { Succeeded: true, EndPointIsReachable: true } flow
            && flow.ExitPoints.IsEmpty && flow.ReturnStatements.IsEmpty && flow.EntryPoints.IsEmpty;
    }

    /// <summary>No call in it has a contract, and none is told of the mapping.</summary>
    private static bool IsOnlyComputing(Judged judged, StatementSyntax statement, SyntaxNode? map) =>
        !Names(statement, AddressNames(map)) && !Calls(judged, statement).Any();

    private static IEnumerable<MethodContract> Calls(Judged judged, SyntaxNode node) => node.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Select(call => Counterpart.ContractOf(judged, call)).OfType<MethodContract>();

    private static HashSet<string> AddressNames(SyntaxNode? map) =>
        map?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && Edits.ResultOf(call) is { } name ? [name] : [];

    private static HashSet<string> MemoryNames(Judged judged, SyntaxNode access, SyntaxNode? map)
    {
        var buffer = map?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call ? Counterpart.Of(judged, call, null)?.Argument(Part.Buffer) : null;
        return [.. access.DescendantNodesAndSelf().Concat(buffer?.DescendantNodesAndSelf() ?? []).OfType<IdentifierNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax member || member.Expression == name).Select(name => name.Identifier.ValueText)];
    }

    private static bool Names(SyntaxNode node, HashSet<string> names) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText));
}
