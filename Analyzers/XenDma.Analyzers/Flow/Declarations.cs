using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>The pieces of syntax that have operations of their own: methods, accessors, initializers, top-level statements.</summary>
internal static class Declarations
{
    /// <summary>The declaration whose body the node is, or is part of as its outermost piece; null when the node is neither.</summary>
    public static SyntaxNode? OfBody(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax => node,
        ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } => node,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } } => node,
        GlobalStatementSyntax => node.Parent,
        PrimaryConstructorBaseTypeSyntax => node.Parent?.Parent,
        _ => null,
    };

    public static ISymbol? Symbol(SemanticModel model, SyntaxNode declaration, CancellationToken cancellation) => declaration switch
    {
        ArrowExpressionClauseSyntax { Parent: { } property } => (model.GetDeclaredSymbol(property, cancellation) as IPropertySymbol)?.GetMethod,
        EqualsValueClauseSyntax { Parent: { } holder } => model.GetDeclaredSymbol(holder, cancellation),
        TypeDeclarationSyntax type => Constructor(model.GetDeclaredSymbol(type, cancellation), type),
        _ => model.GetDeclaredSymbol(declaration, cancellation),
    };

    public static ControlFlowGraph? Graph(IOperation? body, CancellationToken cancellation) => body switch
    {
        IMethodBodyOperation { Parent: null } method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation { Parent: null } constructor => ControlFlowGraph.Create(constructor, cancellation),
        IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, cancellation),
        IFieldInitializerOperation { Parent: null } field => ControlFlowGraph.Create(field, cancellation),
        IPropertyInitializerOperation { Parent: null } property => ControlFlowGraph.Create(property, cancellation),
        _ => null,
    };

    private static ISymbol? Constructor(INamedTypeSymbol? type, SyntaxNode declaration)
    {
        if (type is null)
            return null;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences.Length == 1 && constructor.DeclaringSyntaxReferences[0].Span == declaration.Span)
                return constructor;
        }
        return type;
    }
}
