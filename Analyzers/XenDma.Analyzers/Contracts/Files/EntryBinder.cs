using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Makes the contract of a method from what a file says of it. What a file does not name is not there: nothing is told by names.</summary>
internal sealed class EntryBinder
{
    private readonly DirectionTable _directions;
    private readonly HashSet<Role> _roles;
    private readonly HashSet<string> _holders;
    private readonly string _question;

    /// <summary>With all entries of the same library: what one method does says how another is to be understood.</summary>
    public EntryBinder(DirectionTable directions, IReadOnlyList<ContractEntry> entries)
    {
        _directions = directions;
        _roles = [.. entries.Select(entry => entry.Role)];
        _holders = [.. entries.Where(entry => entry.Role == Role.Map && PlaceOf(entry, Part.Address, MethodContract.Return) == MethodContract.This)
            .Select(entry => entry.Method.Type)];
        _question = entries.FirstOrDefault(entry => entry.Role == Role.MappingError)?.Method.Member ?? nameof(Role.MappingError);
    }

    /// <summary>Null when the method cannot play the role; the problem says why.</summary>
    public MethodContract? Bind(ContractEntry entry, IMethodSymbol method, out ContractProblem? problem)
    {
        problem = SignatureCheck.Of(entry, method);
        if (problem is not null)
            return null;
        int address = PlaceOf(entry, Part.Address, entry.Role == Role.Map ? MethodContract.Return : MethodContract.Absent);
        var subject = Subject(method, address);
        var idiom = entry.Failure ?? Default(entry.Role, subject);
        var holder = TypeAt(method, PlaceOf(entry, Part.Address, PlaceOf(entry, Part.Buffer, MethodContract.Return)));
        decimal? success = null;
        string? why = Takes(entry) ? FailureCheck.Of(idiom, subject, holder, out success) : entry.Failure is null ? null
            : $"the role {entry.Role} has no failure";
        if (why is not null)
        {
            problem = new ContractProblem(entry.FailurePlace, why) { IsOfMeaning = true };
            return null;
        }
        var contract = new MethodContract(entry.Role, KindOf(entry, method, address), idiom, IsIdempotent(entry, method))
        {
            Success = success,
            Question = _question,
            Direction = entry.Direction,
            Directions = _directions.IsEmpty ? null : _directions,
            IsForGood = Release(entry.Role) is { } release && !_roles.Contains(release),
        };
        foreach (var part in entry.Parts)
            contract[part.Part] = part.Position;
        if (entry.Role == Role.Map)
            contract[Part.Address] = address;
        if (entry.Role == Role.Alloc && contract[Part.Buffer] == MethodContract.Absent && address == MethodContract.Absent)
            contract[Part.Buffer] = MethodContract.Return;
        return contract;
    }

    public static ITypeSymbol? TypeAt(IMethodSymbol method, int position) => position switch
    {
        MethodContract.This => method.ContainingType,
        MethodContract.Return => MethodContract.ResultOf(method),
        >= 0 when position < method.Parameters.Length => method.Parameters[position].Type,
        _ => null,
    };

    /// <summary>What a call is asked by: its result, or without one the address that it hands out.</summary>
    private static ITypeSymbol Subject(IMethodSymbol method, int address)
    {
        var result = MethodContract.ResultOf(method);
        return result.SpecialType == SpecialType.System_Void ? TypeAt(method, address) ?? result : result;
    }

    private static Role? Release(Role role) => role switch
    {
        Role.Map => Role.Unmap,
        Role.MapSg => Role.UnmapSg,
        Role.Alloc => Role.Free,
        _ => null,
    };

    private static bool Takes(ContractEntry entry) => entry.Role is Role.Map or Role.MapSg or Role.Alloc or Role.Wait;

    private static int PlaceOf(ContractEntry entry, Part part, int otherwise) =>
        entry.Parts.FirstOrDefault(given => given.Part == part)?.Position ?? otherwise;

    private static bool IsIdempotent(ContractEntry entry, IMethodSymbol method) =>
        entry.Idempotent || (entry.Role == Role.Unmap && method is { Name: "Dispose", ContainingType.IsReferenceType: true });

    /// <summary>Where the file does not say how a call fails: by the library's MappingError, or as the type of its result suggests.</summary>
    private FailureIdiom Default(Role role, ITypeSymbol subject) => new(role switch
    {
        Role.MapSg => Failure.Zero,
        Role.Map when _roles.Contains(Role.MappingError) && !subject.IsReferenceType => Failure.MappingError,
        Role.Map or Role.Alloc or Role.Wait => subject switch
        {
            { SpecialType: SpecialType.System_Boolean } => Failure.False,
            { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated } when role == Role.Map => Failure.Exception,
            { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } => Failure.Null,
            { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } when role == Role.Alloc => Failure.Zero,
            _ => Failure.Never,
        },
        _ => Failure.Never,
    });

    private MappingKind KindOf(ContractEntry entry, IMethodSymbol method, int address)
    {
        var role = entry.Role;
        if (role is Role.MapSg or Role.UnmapSg or Role.SyncSgForCpu or Role.SyncSgForDevice)
            return MappingKind.ScatterList;
        if (role is Role.Alloc or Role.Free)
            return MappingKind.Coherent;
        if (address == MethodContract.This && method.ContainingType.IsReferenceType && _holders.Contains(entry.Method.Type))
            return MappingKind.Held;
        if (ContractReader.IsOwner(TypeAt(method, address)))
            return MappingKind.Owned;
        return role is Role.Map or Role.Unmap ? ContractReader.KindByName(method) : MappingKind.Any;
    }
}
