using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>What a method's signature allows.</summary>
internal static class Signatures
{
    /// <summary>A result or an output that can be, or hold, an address.</summary>
    public static bool CanHandOut(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind is RefKind.Ref or RefKind.Out && CanHold(parameter.Type))
                return true;
        }
        return CanHold(method.ReturnType);
    }

    private static bool CanHold(ITypeSymbol type) =>
        type.SpecialType is SpecialType.None or SpecialType.System_UInt64 or SpecialType.System_Int64 or SpecialType.System_Object
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
        && type.TypeKind != TypeKind.Enum;
}
