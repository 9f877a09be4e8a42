using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Memory that is read and written through pointers. Roslyn has no operation for what a pointer points to: its syntax tells.</summary>
internal sealed partial class Evaluator
{
    /// <summary>The bytes of a struct behind a pointer: more than any number has.</summary>
    private const int StructBits = 512;

    /// <summary>What a pointer points to is read; null for anything else.</summary>
    private Value? ReadPointer(IOperation operation, List<Value> parts)
    {
        if (!IsPointer(operation) || parts.Count == 0)
            return null;
        foreach (var part in parts)
            UseReceiver(part, operation);
        return TouchPointer(operation, parts, isWrite: false);
    }

    /// <summary>What a pointer points to, or a field of it, is written.</summary>
    private void WritePointer(IOperation target)
    {
        while (target is IFieldReferenceOperation { Instance: { } holder })
            target = holder;
        if (!IsPointer(target))
            return;
        var parts = new List<Value>();
        foreach (var child in target.ChildOperations)
            parts.Add(Evaluate(child));
        foreach (var part in parts)
            UseReceiver(part, target);
        if (parts.Count > 0)
            _ = TouchPointer(target, parts, isWrite: true);
    }

    private static bool IsBehindPointer(IOperation target)
    {
        while (target is IFieldReferenceOperation { Instance: { } holder })
            target = holder;
        return IsPointer(target);
    }

    private Value? TouchPointer(IOperation operation, List<Value> parts, bool isWrite)
    {
        if (!IsTracked(parts[0]))
            return null;
        int bits = BitsBehind(operation);
        var index = parts.Count > 1 ? parts[1] : Value.Int(0m);
        if (parts.Count > 1)
            JudgeTrust(index, TrustUse.Index, operation);
        var offset = Terms.Multiply(index, Value.Int(System.Math.Max(1, bits / 8)));
        Touch(parts[0], offset, bits is 0 or StructBits ? null : Value.Int(bits / 8), isWrite, operation);
        return isWrite ? null : Fetch(parts[0], offset, bits, operation);
    }

    private static int BitsBehind(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
        {
            if (child.Type is not IPointerTypeSymbol { PointedAtType: { } type })
                return 0;
            int bits = MemoryCalls.BitsOf(type);
            return bits == 0 && type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } ? StructBits : bits;
        }
        return 0;
    }

    /// <summary>How far a pointer moves that is moved by so many elements.</summary>
    private Value Scaled(Value elements, IOperation at)
    {
        if (at.Type is not IPointerTypeSymbol { PointedAtType: { } type })
            return elements;
        int bytes = MemoryCalls.BitsOf(type) / 8;
        return bytes > 0 ? Terms.Multiply(elements, Value.Int(bytes)) : elements.Number == 0m ? elements : Fresh(at);
    }

    private static bool IsPointer(IOperation operation) => operation.Kind == OperationKind.None
        && (operation.Syntax.IsKind(SyntaxKind.PointerIndirectionExpression) || operation.Syntax.IsKind(SyntaxKind.ElementAccessExpression)
            || operation.Syntax.IsKind(SyntaxKind.PointerMemberAccessExpression));
}
