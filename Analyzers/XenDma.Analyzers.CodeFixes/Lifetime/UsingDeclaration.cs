using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>Turns maps, the checks of their results, their syncs and their unmaps into using declarations of mappings that own themselves.</summary>
internal sealed class UsingDeclaration
{
    private readonly Judged _judged;
    private readonly IReadOnlyList<LocalMapping> _group;
    private readonly Dictionary<LocalMapping, string> _names = [];
    private readonly Dictionary<LocalMapping, string> _addresses = [];
    private readonly HashSet<StatementSyntax> _doomed = [];
    private readonly Afterwards _afterwards;
    private SyntaxNode _root;

    private UsingDeclaration(Judged judged, IReadOnlyList<LocalMapping> group)
    {
        _judged = judged;
        _group = group;
        _root = judged.Root;
        _afterwards = new Afterwards(judged);
    }

    /// <summary>Null where the address is more than a local that is mapped once, told to others and unmapped in one scope.</summary>
    public static SyntaxNode? InPlaceOf(FixContext fix, InvocationExpressionSyntax map) =>
        MappingGroup.Around(fix.Judged, map) is { } group ? new UsingDeclaration(fix.Judged, group).Rewritten() : null;

    private SyntaxNode? Rewritten()
    {
        var checks = _group.SelectMany(one => one.Checks).Select(check => check.FirstAncestorOrSelf<IfStatementSyntax>()!).Distinct().ToList();
        var answered = checks.Where(check => Operands(check.Condition).All(IsCheck)).ToList();
        if (!_group.All(Name) || !answered.All(check => OnlyLeaves(check.Statement)))
            return null;
        _doomed.UnionWith(answered);
        _doomed.UnionWith(_group.Select(one => one.Declared).OfType<StatementSyntax>());
        var releases = _group.SelectMany(one => one.Releases.Select(release => (Mapping: one, Release: release))).ToList();
        var kept = releases.Where(one => Removed(one.Release) is null).ToList();
        _doomed.UnionWith(releases.Select(one => Removed(one.Release)).OfType<StatementSyntax>());

        var statements = _group.Select(one => one.Made).Concat(checks).Concat(_doomed).Concat(kept.Select(one => one.Release));
        _root = _root.TrackNodes(statements.Concat<SyntaxNode>(_group.SelectMany(one => one.Syncs.Concat<SyntaxNode>(one.Told))).Concat(Tries).Distinct());
        foreach (var mapping in _group)
            Retell(mapping);
        foreach (var check in checks.Except(answered))
            Replace(check, now => now.WithCondition(Joined(check, now)));
        foreach (var (mapping, release) in kept)
            Replace(release, now => SyntaxFactory.ParseStatement(_names[mapping] + ".Dispose();").WithTriviaFrom(now));
        foreach (var mapping in _group)
            Replace(mapping.Made, now => Declaration(mapping, now));
        Clear();
        return _root;
    }

    private bool Name(LocalMapping mapping)
    {
        bool isAlone = _group.Count(one => !one.IsOwner) == 1;
        string own = mapping.Name + "Mapping";
        string? name = mapping.IsOwner ? mapping.Name : Edits.FreeName(mapping.Map, isAlone ? "mapping" : own, own);
        string? address = mapping.IsOwner ? "" : mapping.Owner.AddressLike(_judged.Model.GetTypeInfo(mapping.Map).Type);
        _names[mapping] = name ?? "";
        _addresses[mapping] = address ?? "";
        return name is not null && address is not null;
    }

    /// <summary>What the address was told to is told the owner's; its syncs are the owner's.</summary>
    private void Retell(LocalMapping mapping)
    {
        if (mapping.IsOwner)
            return;
        foreach (var use in mapping.Told)
            Replace(use, now => SyntaxFactory.ParseExpression(_names[mapping] + "." + _addresses[mapping]).WithTriviaFrom(now));
        foreach (var sync in mapping.Syncs)
        {
            if (mapping.Owner.Sync(sync, mapping.Map) is { } own)
                Replace(sync, now => SyntaxFactory.ParseExpression(_names[mapping] + "." + own).WithTriviaFrom(now));
        }
    }

    private StatementSyntax Declaration(LocalMapping mapping, StatementSyntax now)
    {
        if (mapping.IsOwner && now is LocalDeclarationStatementSyntax declaration)
        {
            var first = declaration.GetLeadingTrivia();
            return declaration.WithoutLeadingTrivia().WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space)).WithLeadingTrivia(first);
        }
        string type = mapping.Type is null ? "var" : mapping.Owner.TypeAt(mapping.Made.SpanStart);
        return SyntaxFactory.ParseStatement($"using {type} {_names[mapping]} = {mapping.Owner.Call};").WithTriviaFrom(now);
    }

    private static IEnumerable<ExpressionSyntax> Operands(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Operands(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => Operands(either.Left).Concat(Operands(either.Right)),
        _ => [condition],
    };

    private bool IsCheck(ExpressionSyntax operand) => _group.Any(one => one.Checks.Contains(operand));

    /// <summary>The condition without the checks.</summary>
    private ExpressionSyntax Joined(IfStatementSyntax check, IfStatementSyntax now)
    {
        var left = Operands(now.Condition).Zip(Operands(check.Condition), (operand, original) => (operand, original)).Where(one => !IsCheck(one.original));
        return SyntaxFactory.ParseExpression(string.Join(" || ", left.Select(one => one.operand.WithoutTrivia()))).WithTriviaFrom(now.Condition);
    }

    /// <summary>The branch lets go of nothing but the group's mappings, and leaves the method: an exception does the same.</summary>
    private bool OnlyLeaves(StatementSyntax branch)
    {
        var statements = branch is BlockSyntax block ? block.Statements : [branch];
        bool leaves = statements.LastOrDefault() switch
        {
            ReturnStatementSyntax exit => exit.Expression is null || exit.Expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
                .All(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" }),
            ThrowStatementSyntax => true,
            _ => false,
        };
        return leaves && statements.Take(statements.Count - 1).All(one => _group.Any(mapping => mapping.Releases.Contains(one)));
    }

    private IEnumerable<TryStatementSyntax> Tries => _group.SelectMany(one => one.Releases)
        .Select(one => (one.Parent?.Parent as FinallyClauseSyntax)?.Parent).OfType<TryStatementSyntax>().Distinct();

    /// <summary>What goes with the release: itself, or the if that does nothing else. Null where the mapping must end there as it did.</summary>
    private StatementSyntax? Removed(StatementSyntax release)
    {
        if (!EndsQuietly(release))
            return null;
        var block = release.Parent as BlockSyntax;
        bool isAll = block?.Statements.All(EndsQuietly) == true;
        if (release.Parent is SwitchSectionSyntax || block is { Parent: FinallyClauseSyntax } || (block is not null && !isAll))
            return release;
        return (isAll ? block!.Parent : release.Parent) is IfStatementSyntax { Else: null, Parent: BlockSyntax } choice
            && _afterwards.IsQuiet(choice.Condition) ? choice : null;
    }

    private bool EndsQuietly(StatementSyntax release) =>
        _group.FirstOrDefault(one => one.Releases.Contains(release)) is { } mapping && _afterwards.IsQuiet(release, mapping.Scope);

    private void Clear()
    {
        foreach (var statement in _doomed)
        {
            if (_root.GetCurrentNode(statement) is { } current)
                _root = Edits.Remove(_root, current);
        }
        foreach (var guarded in Tries.ToList())
        {
            if (_root.GetCurrentNode(guarded) is { Finally.Block.Statements.Count: 0 } now)
                _root = Unguarded(now);
        }
    }

    /// <summary>The try statement without its empty finally, and what is left of it.</summary>
    private SyntaxNode Unguarded(TryStatementSyntax guarded)
    {
        if (guarded.Catches.Count > 0)
            return _root.ReplaceNode(guarded, guarded.WithFinally(null).WithTriviaFrom(guarded));
        if (guarded.Parent is not BlockSyntax || guarded.Block.Statements.Count == 0)
            return _root;
        var freed = guarded.Block.Statements.Select(one => one.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        var own = freed[0].GetLeadingTrivia();
        freed[0] = freed[0].WithLeadingTrivia(own.Any(Edits.IsComment) ? guarded.GetLeadingTrivia().AddRange(own) : guarded.GetLeadingTrivia());
        return _root.ReplaceNode(guarded, freed);
    }

    private void Replace<T>(T node, System.Func<T, SyntaxNode> edited) where T : SyntaxNode
    {
        if (_root.GetCurrentNode(node) is { } now)
            _root = _root.ReplaceNode(now, edited(now));
    }
}
