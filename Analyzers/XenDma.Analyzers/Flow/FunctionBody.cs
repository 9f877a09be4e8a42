using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>A lambda or method group as a value.</summary>
internal sealed class FunctionBody(IMethodSymbol method, IFlowAnonymousFunctionOperation? lambda, Frame definedIn) : IEquatable<FunctionBody>
{
    public IMethodSymbol Method { get; } = method;

    public IFlowAnonymousFunctionOperation? Lambda { get; } = lambda;

    public Frame DefinedIn { get; } = definedIn;

    public bool Equals(FunctionBody? other) =>
        other is not null && ReferenceEquals(Lambda, other.Lambda) && SymbolEqualityComparer.Default.Equals(Method, other.Method);

    public override bool Equals(object? obj) => Equals(obj as FunctionBody);

    public override int GetHashCode() => Value.HashOf(Method.Name);
}
