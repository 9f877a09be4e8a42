using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Memory;

/// <summary>Where memory in hand comes from.</summary>
internal static class Origins
{
    public static bool IsStack(Value root)
    {
        if (root.IsOp(Pins.Stack))
            return true;
        return Source(root) switch
        {
            { Syntax: StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax } => true,
            IAddressOfOperation { Reference: ILocalReferenceOperation { Local: { RefKind: RefKind.None, IsFixed: false } } or IParameterReferenceOperation { Parameter.RefKind: RefKind.None } } => true,
            _ => false,
        };
    }

    /// <summary>Constants that the compiler keeps in the image: a UTF-8 literal, or a read-only span over constant bytes.</summary>
    public static bool IsReadOnlyData(Value root) => Source(root) switch
    {
        IUtf8StringOperation => true,
        { Syntax: CollectionExpressionSyntax, Type.Name: "ReadOnlySpan" } collection => HasConstantsOnly(collection),
        IArrayCreationOperation { Initializer: { } initializer, Parent: IConversionOperation { Type.Name: "ReadOnlySpan" } } => HasConstantsOnly(initializer),
        _ => false,
    };

    /// <summary>An array that the garbage collector may move.</summary>
    public static bool IsManaged(Value root, FlowContext context)
    {
        if (root is { Kind: ValueKind.Member, Symbol: IFieldSymbol { Type.TypeKind: TypeKind.Array } field })
            return context.Bodies.IsMovable(field, default);
        return Source(root) switch
        {
            IArrayCreationOperation => true,
            IInvocationOperation { Type.TypeKind: TypeKind.Array } call => !MethodBodies.AllocatesPinned(call) && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty,
            _ => false,
        };
    }

    public static bool IsPinned(Value root, PathState path) => path.Memory.ContainsKey(Pins.Of(root));

    private static IOperation? Source(Value root) => root.Kind is ValueKind.Object or ValueKind.Fresh ? root.Payload as IOperation : null;

    private static bool HasConstantsOnly(IOperation collection)
    {
        foreach (var child in collection.ChildOperations)
        {
            if (!child.ConstantValue.HasValue)
                return false;
        }
        return true;
    }
}
