using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Whether a method's signature has what its role and the parts of an entry need.</summary>
internal static class SignatureCheck
{
    public static ContractProblem? Of(ContractEntry entry, IMethodSymbol method)
    {
        foreach (var part in entry.Parts)
        {
            if (WhyNot(entry, part, method) is { } why)
                return new ContractProblem(part.Place, why) { IsOfMeaning = true };
        }
        if (Missing(entry, method) is { } missing)
            return new ContractProblem(entry.RolePlace, missing) { IsOfMeaning = true };
        return null;
    }

    private static string? WhyNot(ContractEntry entry, EntryPart part, IMethodSymbol method)
    {
        bool creates = entry.Role is Role.Map or Role.MapSg or Role.Alloc;
        string name = part.Part.ToString().ToLowerInvariant();
        if (part.Position == MethodContract.This)
        {
            bool has = !method.IsStatic && method.MethodKind != MethodKind.Constructor;
            return has ? null : $"'{entry.Method}' has no 'this' that could be the {name}";
        }
        if (part.Position == MethodContract.Return)
        {
            if (!creates || part.Part is not (Part.Address or Part.Buffer or Part.Count))
                return $"what a method of the role {entry.Role} returns cannot be the {name}";
            return MethodContract.ResultOf(method).SpecialType == SpecialType.System_Void ? $"'{entry.Method}' returns nothing" : null;
        }
        if (part.Position >= method.Parameters.Length)
            return $"'{entry.Method}' has {method.Parameters.Length} parameters: there is none at position {part.Position}";
        var parameter = method.Parameters[part.Position];
        if (parameter.RefKind == RefKind.Out && !(creates && part.Part is Part.Address or Part.Buffer))
            return $"the parameter '{parameter.Name}' is an output: it cannot be the {name} of a method of the role {entry.Role}";
        bool isNumber = part.Part is Part.Size or Part.Count or Part.Offset or Part.Direction or Part.Attrs;
        bool mayBeEnum = part.Part is Part.Direction or Part.Attrs;
        if (isNumber && !FailureCheck.IsInteger(parameter.Type) && !(mayBeEnum && parameter.Type.TypeKind == TypeKind.Enum))
            return $"the parameter '{parameter.Name}' is no number: it cannot be the {name}";
        foreach (var other in entry.Parts)
        {
            if (other.Position == part.Position && other.Part < part.Part)
                return $"the parameter '{parameter.Name}' is the {other.Part.ToString().ToLowerInvariant()} already";
        }
        return null;
    }

    /// <summary>The part that the role cannot do without.</summary>
    private static string? Missing(ContractEntry entry, IMethodSymbol method)
    {
        bool returns = MethodContract.ResultOf(method).SpecialType != SpecialType.System_Void;
        return entry.Role switch
        {
            Role.Map when !Has(entry, Part.Address) && !returns => "a method of the role Map that returns nothing needs an 'address'",
            Role.Alloc when !Has(entry, Part.Buffer) && !Has(entry, Part.Address) && !returns =>
                "a method of the role Alloc that returns nothing needs a 'buffer'",
            Role.Unmap or Role.SyncForCpu or Role.SyncForDevice or Role.MappingError when !Has(entry, Part.Address) =>
                $"a method of the role {entry.Role} needs an 'address'",
            Role.Free when !Has(entry, Part.Buffer) && !Has(entry, Part.Address) => "a method of the role Free needs a 'buffer' or an 'address'",
            Role.MapSg or Role.UnmapSg or Role.SyncSgForCpu or Role.SyncSgForDevice when !Has(entry, Part.List) =>
                $"a method of the role {entry.Role} needs a 'list'",
            Role.MappingError or Role.SetMask when MethodContract.ResultOf(method).SpecialType != SpecialType.System_Boolean =>
                $"a method of the role {entry.Role} returns a bool",
            _ => null,
        };
    }

    private static bool Has(ContractEntry entry, Part part)
    {
        foreach (var given in entry.Parts)
        {
            if (given.Part == part)
                return true;
        }
        return false;
    }
}
