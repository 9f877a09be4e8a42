using System;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>Builds the contract of one method from its attributes and its signature.</summary>
internal static class ContractReader
{
    public static MethodContract? Read(IMethodSymbol method)
    {
        var role = RoleOf(method);
        if (role == Role.None)
            return null;

        var kind = KindOf(method, role);
        var contract = new MethodContract(role, kind, FailureOf(method, role, kind), IsIdempotent(method, role));
        foreach (var parameter in method.Parameters)
        {
            if (PartInference.Of(parameter) is { } part && contract[part] == MethodContract.Absent)
                contract[part] = parameter.Ordinal;
        }
        PlaceAddress(method, contract);
        return contract;
    }

    private static Role RoleOf(IMethodSymbol method)
    {
        for (var declaring = method; declaring is not null; declaring = declaring.OverriddenMethod)
        {
            ISymbol carrier = declaring.MethodKind == MethodKind.DelegateInvoke ? declaring.ContainingType : declaring;
            if (Names.Attribute(carrier, Names.ContractAttribute) is { } attribute)
                return Enum.TryParse<Role>(Names.FirstEnumArgument(attribute), out var role) ? role : Role.None;
        }
        return ConsumerApi.RoleOf(method);
    }

    private static void PlaceAddress(IMethodSymbol method, MethodContract contract)
    {
        bool owner = contract.Kind == MappingKind.Owned;
        if (contract.Role == Role.Map && contract[Part.Address] == MethodContract.Absent)
            contract[Part.Address] = MethodContract.Return;
        if (contract.Role == Role.Alloc && contract[Part.Buffer] == MethodContract.Absent)
            contract[Part.Buffer] = MethodContract.Return;
        if (owner && !method.IsStatic && contract.Role != Role.Map)
            contract[Part.Address] = MethodContract.This;
    }

    private static MappingKind KindOf(IMethodSymbol method, Role role) => role switch
    {
        Role.MapSg or Role.UnmapSg or Role.SyncSgForCpu or Role.SyncSgForDevice => MappingKind.ScatterList,
        Role.Alloc or Role.Free => MappingKind.Coherent,
        Role.Map when IsOwner(method.ReturnType) => MappingKind.Owned,
        Role.Unmap or Role.SyncForCpu or Role.SyncForDevice when !TakesAddress(method) && IsOwner(method.ContainingType) => MappingKind.Owned,
        Role.Map or Role.Unmap => KindByName(method),
        _ => MappingKind.Any,
    };

    /// <summary>Pairs of functions that do not mix are told by how their names end.</summary>
    public static MappingKind KindByName(IMethodSymbol method) =>
        method.Name.EndsWith("Page", StringComparison.Ordinal) ? MappingKind.Page
        : method.Name.EndsWith("Single", StringComparison.Ordinal) ? MappingKind.Single
        : MappingKind.Any;

    private static bool TakesAddress(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (PartInference.Of(parameter) == Part.Address)
                return true;
        }
        return false;
    }

    /// <summary>An object that unmaps itself: a class with Dispose. A struct's copies would each dispose.</summary>
    public static bool IsOwner(ITypeSymbol? type)
    {
        if (type is not { IsReferenceType: true, TypeKind: TypeKind.Class } || type.IsStatic)
            return false;
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.SpecialType == SpecialType.System_IDisposable)
                return true;
        }
        return false;
    }

    private static Failure FailureOf(IMethodSymbol method, Role role, MappingKind kind) => role switch
    {
        Role.MapSg => Failure.Zero,
        Role.Alloc => Failure.Null,
        Role.Map when kind == MappingKind.Owned =>
            method.ReturnType.NullableAnnotation == NullableAnnotation.Annotated ? Failure.Null : Failure.Exception,
        _ => Failure.MappingError,
    };

    private static bool IsIdempotent(IMethodSymbol method, Role role) => role == Role.Unmap && method.Name == "Dispose";
}
