using System.Collections.Generic;
using XenDma.Specs.Adapters;
using XenDma.Specs.Invariants;

namespace XenDma.Cli;

/// <summary>What <c>xendma verify</c> is asked.</summary>
internal sealed record VerifyRequest
{
    internal required IReadOnlyList<ISubject> Implementations { get; init; }

    /// <summary>What was to be verified and cannot be run, and why.</summary>
    internal required IReadOnlyList<(string Name, string Reason)> Skipped { get; init; }

    internal required IReadOnlyList<Invariant> Invariants { get; init; }

    internal required int Cases { get; init; }

    internal required ulong Seed { get; init; }

    internal required string OutFolder { get; init; }

    /// <summary>C# implementations run in child processes too.</summary>
    internal required bool Isolates { get; init; }

    /// <summary>Nothing was chosen: the recordings are replayed as well.</summary>
    internal required bool IsDefault { get; init; }
}
