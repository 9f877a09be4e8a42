using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>What a contract file says of one method, not yet compared with any method.</summary>
internal sealed class ContractEntry(MethodName method, TextSpan place, Role role)
{
    public MethodName Method { get; } = method;

    /// <summary>Where the method is named.</summary>
    public TextSpan Place { get; } = place;

    public Role Role { get; } = role;

    public TextSpan RolePlace { get; init; }

    /// <summary>No part stands twice.</summary>
    public IReadOnlyList<EntryPart> Parts { get; init; } = [];

    /// <summary>The direction that the method always has; null where a parameter tells.</summary>
    public string? Direction { get; init; }

    public FailureIdiom? Failure { get; init; }

    public TextSpan FailurePlace { get; init; }

    public bool Idempotent { get; init; }

    /// <summary>Two entries that say the same of a method are no conflict.</summary>
    public bool SaysTheSame(ContractEntry other)
    {
        if (Role != other.Role || Idempotent != other.Idempotent || Direction != other.Direction || !Equals(Failure, other.Failure)
            || Parts.Count != other.Parts.Count)
            return false;
        foreach (var part in Parts)
        {
            bool same = false;
            foreach (var its in other.Parts)
                same |= its.Part == part.Part && its.Position == part.Position;
            if (!same)
                return false;
        }
        return true;
    }
}

/// <summary>Where in the signature a part stands: an ordinal, <see cref="MethodContract.This"/> or <see cref="MethodContract.Return"/>.</summary>
internal sealed class EntryPart(Part part, int position, TextSpan place)
{
    public Part Part { get; } = part;

    public int Position { get; } = position;

    public TextSpan Place { get; } = place;
}

/// <summary>A constant of a library that stands for a direction.</summary>
internal sealed class EntryDirection(string constant, string direction, TextSpan place)
{
    /// <summary>The full name of an enum's member or of a const field.</summary>
    public string Constant { get; } = constant;

    public string Direction { get; } = direction;

    public TextSpan Place { get; } = place;
}
