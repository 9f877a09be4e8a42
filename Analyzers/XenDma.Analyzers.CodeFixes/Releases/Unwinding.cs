using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Releases;

/// <summary>The loop that lets go of what an array or a list holds by then, and where the last mapping is not in it yet, of that one too.</summary>
internal sealed class Unwinding : Release
{
    private readonly Container _container;
    private readonly string? _current;
    private readonly ElementRelease _element;

    private Unwinding(Container container, ElementRelease element, string? current)
    {
        _container = container;
        _element = element;
        _current = current;
    }

    /// <summary>Null where the release of an element can neither be put together nor be found elsewhere in the method.</summary>
    public static Unwinding? Of(Judged judged, InvocationExpressionSyntax map, Container container) =>
        ElementRelease.Of(judged, map, container) is { } element
            ? new Unwinding(container, element, Edits.ResultOf(map) is { } local ? Counterpart.Release(judged, map, local) : null) : null;

    public override BlockSyntax? ScopeOf(SyntaxNode map) => Container.Loop(map)?.FirstAncestorOrSelf<BlockSyntax>();

    public override StatementSyntax[]? At(SyntaxNode map, StatementSyntax place)
    {
        if (Container.Loop(map) is not { } loop || place == loop || _element.NameAt(place) is not { } name)
            return null;
        bool isWithin = loop.Span.Contains(place.Span);
        bool holdsLast = isWithin && place.SpanStart > map.Span.End && !IsWhereItFailed(map, place);
        bool isStored = Store(loop) is { } store && place.SpanStart > store.Span.End;
        if (_container.Index is null)
        {
            var unwound = Loop($"foreach (var {name} in {_container.Name})", name);
            return !holdsLast || isStored ? [unwound] : _current is null ? null : [Edits.Parse(_current + ";"), unwound];
        }
        if (holdsLast && !isStored && _current is not null)
            return Header(loop, place, name, false) is { } before ? [Edits.Parse(_current + ";"), Loop(before, name)] : null;
        return Header(loop, place, name, holdsLast && !IsCounted(loop, place)) is { } header ? [Loop(header, name)] : null;
    }

    private StatementSyntax Loop(string header, string name) => Edits.Parse($"{header}\n    {_element.Call(name)};");

    /// <summary>The head of a loop over what is mapped at the place, the last one included or not.</summary>
    private string? Header(StatementSyntax loop, StatementSyntax place, string name, bool andLast)
    {
        string index = _container.Index!;
        if (loop is ForStatementSyntax { Incrementors.Count: 1 } counting && First(counting, index) is { } first && Step(counting.Incrementors[0], index) is { } step)
        {
            string type = counting.Declaration?.Type.ToString() ?? "int";
            bool isOver = !loop.Span.Contains(place.Span) && counting.Declaration is not null;
            if (!isOver)
                return $"for ({type} {name} = {first}; {name} {(step > 0 ? "<" : ">")}{(andLast ? "=" : "")} {index}; {name}{(step > 0 ? "++" : "--")})";
            // Whoever left the loop early told nobody how far it came.
            return counting.Condition is null || LeavesEarly(counting) ? null
                : $"for ({type} {name} = {first}; {Edits.Renamed(counting.Condition, index, name)}; {Edits.Renamed(counting.Incrementors[0], index, name)})";
        }
        return IsCountedFromZero(loop, index) ? $"for (int {name} = 0; {name} <{(andLast ? "=" : "")} {index}; {name}++)" : null;
    }

    private static string? First(ForStatementSyntax loop, string index)
    {
        var declared = loop.Declaration?.Variables.FirstOrDefault(one => one.Identifier.ValueText == index)?.Initializer?.Value;
        var assigned = loop.Initializers.OfType<AssignmentExpressionSyntax>().FirstOrDefault(one => one.Left.ToString() == index)?.Right;
        var first = declared ?? assigned;
        return first?.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax) == false ? first.ToString() : null;
    }

    /// <summary>1 or -1; null for any other step.</summary>
    private static int? Step(ExpressionSyntax incrementor, string index)
    {
        var (operand, kind) = incrementor switch
        {
            PostfixUnaryExpressionSyntax after => (after.Operand, after.Kind()),
            PrefixUnaryExpressionSyntax before => (before.Operand, before.Kind()),
            _ => (incrementor, SyntaxKind.None),
        };
        if (operand.ToString() != index)
            return null;
        return kind is SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression ? 1
            : kind is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression ? -1 : null;
    }

    private static bool LeavesEarly(ForStatementSyntax loop) => loop.Statement.DescendantNodes().Any(node => node is GotoStatementSyntax
        || (node is BreakStatementSyntax && node.Ancestors().FirstOrDefault(one => one is SwitchStatementSyntax || one == Container.Loop(node)) == loop));

    /// <summary>A variable of its own counts: from 0, and up by one in the loop alone.</summary>
    private static bool IsCountedFromZero(StatementSyntax loop, string index)
    {
        var member = loop.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var declared = member?.DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(one => one.Identifier.ValueText == index).ToList();
        return declared is { Count: 1 } && declared[0].SpanStart < loop.SpanStart && declared[0].Initializer?.Value.ToString() == "0"
            && member!.DescendantNodes().Where(node => Changes(node, index)).All(node => loop.Span.Contains(node.Span) && Counts(node, index));
    }

    private static bool Changes(SyntaxNode node, string index) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left.ToString() == index,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression.ToString() == index,
        ExpressionSyntax expression => Step(expression, index) is not null,
        _ => false,
    };

    private static bool Counts(SyntaxNode node, string index) => node is ExpressionSyntax expression && Step(expression, index) == 1;

    /// <summary>The counter was counted up already.</summary>
    private bool IsCounted(StatementSyntax loop, StatementSyntax place) => loop is not ForStatementSyntax
        && loop.DescendantNodes().Any(node => node.Span.End < place.SpanStart && Counts(node, _container.Index!));

    private StatementSyntax? Store(StatementSyntax loop)
    {
        string text = _container.Store.ToString();
        return loop.DescendantNodes().OfType<StatementSyntax>().FirstOrDefault(one => one.ToString() == text);
    }

    /// <summary>The first question behind the map that names what it gave was answered with no.</summary>
    private bool IsWhereItFailed(SyntaxNode map, StatementSyntax place)
    {
        var asked = place.Ancestors().OfType<IfStatementSyntax>().LastOrDefault(one => one.SpanStart > map.SpanStart && Names(one.Condition));
        if (asked is null)
            return map.FirstAncestorOrSelf<IfStatementSyntax>() is { } around && around.Condition.Span.Contains(map.Span) && IsIn(around, place);
        return IsIn(asked, place);
    }

    private static bool IsIn(IfStatementSyntax asked, StatementSyntax place)
    {
        var condition = asked.Condition;
        bool isDenied = condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression };
        return isDenied ? asked.Else?.Span.Contains(place.Span) == true : asked.Statement.Span.Contains(place.Span);
    }

    private bool Names(ExpressionSyntax condition) => condition.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
        .Any(one => one.ToString() == _element.Current);
}
