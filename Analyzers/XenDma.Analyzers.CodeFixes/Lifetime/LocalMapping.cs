using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>A mapping that one local variable holds for as long as one block lasts, with all that is done to it there.</summary>
internal sealed class LocalMapping
{
    private LocalMapping(InvocationExpressionSyntax map, StatementSyntax made, BlockSyntax scope, string name, OwningMap owner)
    {
        Map = map;
        Made = made;
        Scope = scope;
        Name = name;
        Owner = owner;
    }

    public InvocationExpressionSyntax Map { get; }

    /// <summary>The statement that maps.</summary>
    public StatementSyntax Made { get; }

    /// <summary>Where the variable is declared before the map; null where the map does it.</summary>
    public LocalDeclarationStatementSyntax? Declared { get; private init; }

    public BlockSyntax Scope { get; }

    public string Name { get; }

    /// <summary>The type that the source names; null where it says var.</summary>
    public TypeSyntax? Type => ((Declared ?? (LocalDeclarationStatementSyntax)Made).Declaration.Type is { IsVar: false } named) ? named : null;

    public OwningMap Owner { get; }

    /// <summary>The map itself makes an owner already.</summary>
    public bool IsOwner { get; private init; }

    public List<ExpressionStatementSyntax> Releases { get; } = [];

    /// <summary>What asks whether the map failed, each a whole condition or one of those that || joins.</summary>
    public List<ExpressionSyntax> Checks { get; } = [];

    public List<InvocationExpressionSyntax> Syncs { get; } = [];

    /// <summary>All other uses.</summary>
    public List<IdentifierNameSyntax> Told { get; } = [];

    /// <summary>Null where the mapping is held by more than one variable, mapped twice, or may outlive the block.</summary>
    public static LocalMapping? Of(Judged judged, InvocationExpressionSyntax map)
    {
        if (OwningMap.InPlaceOf(judged, map) is not { } owner || Holder(judged, map, out var made, out var declared) is not { } local || made.Parent is not BlockSyntax scope)
            return null;
        bool isOwner = Counterpart.ContractOf(judged, map)?.Kind == MappingKind.Owned;
        var held = new LocalMapping(map, made, scope, local.Name, owner) { Declared = declared, IsOwner = isOwner };
        var member = made.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? (SyntaxNode)scope;
        foreach (var use in judged.UsesOf(local, member))
        {
            if (!(made.Span.Contains(use.Span) && use.Parent is AssignmentExpressionSyntax) && !held.Take(judged, use))
                return null;
        }
        return held;
    }

    /// <summary>The variable that the call's result goes to, declared there or before in the same method without a value that matters.</summary>
    private static ISymbol? Holder(Judged judged, InvocationExpressionSyntax map, out StatementSyntax made, out LocalDeclarationStatementSyntax? declared)
    {
        declared = null;
        made = map.FirstAncestorOrSelf<StatementSyntax>()!;
        if (map.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } && Declaration(variable) is { } declaration && declaration == made)
            return judged.Model.GetDeclaredSymbol(variable);
        if (map.Parent is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax }
            || judged.Model.GetSymbolInfo(name).Symbol is not ILocalSymbol { DeclaringSyntaxReferences.Length: 1 } local
            || local.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer: null or { Value.RawKind: (int)SyntaxKind.DefaultLiteralExpression } } before)
            return null;
        declared = Declaration(before);
        return declared is null ? null : local;
    }

    private static LocalDeclarationStatementSyntax? Declaration(VariableDeclaratorSyntax variable) =>
        variable.Parent?.Parent is LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } statement && statement.UsingKeyword == default ? statement : null;

    /// <summary>False where the use does not go with a using declaration.</summary>
    private bool Take(Judged judged, IdentifierNameSyntax use)
    {
        if (!Scope.Span.Contains(use.Span) || use.SpanStart < Made.Span.End || Keeping.IsCaptured(use, Scope))
            return false;
        if (CallOn(judged, use, out var contract) is { } call && contract is not null)
        {
            if (contract.Releases)
                return Add(Releases, call.Parent as ExpressionStatementSyntax);
            if (contract.Role == Role.MappingError)
                return Add(Checks, IsWholeCondition(call) ? call : null);
            if (contract.Syncs && !IsOwner)
                Syncs.Add(call);
        }
        if (!IsOwner && Question(judged, use) is { } question && IsWholeCondition(question))
            return Add(Checks, question);
        if (IsOwner && use.Parent is not MemberAccessExpressionSyntax and not IsPatternExpressionSyntax and not BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression })
            return false;
        bool isAsked = IsOwner && use.Parent is not MemberAccessExpressionSyntax;
        bool isSync = Syncs.Count > 0 && Syncs[Syncs.Count - 1].Span.Contains(use.Span);
        return isAsked || isSync ? Add(Told, use) : !new Keeping(judged).IsKept(use) && Add(Told, use);
    }

    /// <summary>The call whose subject is the mapping: that takes the address or a place within, or is called on the owner.</summary>
    private InvocationExpressionSyntax? CallOn(Judged judged, IdentifierNameSyntax use, out MethodContract? contract)
    {
        contract = null;
        SyntaxNode part = use;
        while (part.Parent is BinaryExpressionSyntax or ParenthesizedExpressionSyntax)
            part = part.Parent;
        var call = part.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taking } ? taking
            : IsOwner && part.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax called } ? called : null;
        contract = call is null ? null : Counterpart.ContractOf(judged, call);
        return call;
    }

    /// <summary>The comparison that tells whether the map failed, for a library that has no call for that.</summary>
    private ExpressionSyntax? Question(Judged judged, IdentifierNameSyntax use)
    {
        var idiom = Counterpart.ContractOf(judged, Map)!.Idiom;
        if (idiom.Kind == Failure.Property && use.Parent is MemberAccessExpressionSyntax access && access.Name.ToString() == idiom.Property)
            return idiom.IsInverted ? access : access.Parent as PrefixUnaryExpressionSyntax;
        if (idiom.Kind == Failure.Null)
            return use.Parent is IsPatternExpressionSyntax { Pattern.RawKind: (int)SyntaxKind.ConstantPattern } pattern ? pattern : Compared(null);
        return idiom.Kind switch
        {
            Failure.Zero => Compared(0m),
            Failure.MinusOne => Compared(-1m),
            _ => null,
        };

        BinaryExpressionSyntax? Compared(decimal? failed) =>
            use.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } comparison && comparison.Left == use
            && judged.Model.GetConstantValue(comparison.Right) is { HasValue: true, Value: var value }
            && (value is null ? failed is null : value is System.IConvertible number and not string && number.ToDecimal(null) == failed) ? comparison : null;
    }

    private static bool Add<T>(List<T> list, T? one) where T : class
    {
        if (one is not null)
            list.Add(one);
        return one is not null;
    }

    private static bool IsWholeCondition(ExpressionSyntax asked)
    {
        SyntaxNode condition = asked;
        while (condition.Parent is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression })
            condition = condition.Parent;
        return condition.Parent is IfStatementSyntax { Else: null, Parent: BlockSyntax or SwitchSectionSyntax } choice && choice.Condition == condition;
    }
}
