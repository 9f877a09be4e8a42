using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>The statement with which a method says that it failed.</summary>
internal static class Exits
{
    /// <summary>As the method itself leaves elsewhere on its first early return; null when nothing fits.</summary>
    public static StatementSyntax? Of(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case MethodDeclarationSyntax method:
                    return ForType(method.ReturnType, method.Modifiers.Any(SyntaxKind.AsyncKeyword), method);
                case LocalFunctionStatementSyntax function:
                    return ForType(function.ReturnType, function.Modifiers.Any(SyntaxKind.AsyncKeyword), function);
                case ConstructorDeclarationSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or OperatorDeclarationSyntax:
                    return null;
            }
        }
        return null;
    }

    private static StatementSyntax? ForType(TypeSyntax type, bool isAsync, SyntaxNode body)
    {
        string name = type.ToString();
        if (name == "void" || (isAsync && name is "Task" or "ValueTask"))
            return Parse("return;");
        if (!isAsync && OfTask(type) is { } finished)
            return Parse($"return {finished};");
        var early = body.DescendantNodes().OfType<ReturnStatementSyntax>().FirstOrDefault(IsConstant);
        if (early is not null)
            return Parse(early.WithoutTrivia().ToString());
        return name == "bool" || name.EndsWith("<bool>", System.StringComparison.Ordinal) ? Parse("return false;") : Parse("return default;");
    }

    /// <summary>A task that is null would fail whoever awaits it.</summary>
    private static string? OfTask(TypeSyntax type)
    {
        var (simple, scope) = type is QualifiedNameSyntax name ? (name.Right, name.Left + ".") : (type, "");
        return simple switch
        {
            GenericNameSyntax { Identifier.ValueText: "Task" } generic => $"{scope}Task.FromResult{generic.TypeArgumentList}(default!)",
            IdentifierNameSyntax { Identifier.ValueText: "Task" } => scope + "Task.CompletedTask",
            _ => null,
        };
    }

    private static bool IsConstant(ReturnStatementSyntax exit) => exit is
    {
        Parent: not BlockSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax },
        Expression: LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax },
    };

    private static StatementSyntax Parse(string text) => SyntaxFactory.ParseStatement(text);
}
