using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Specs.Invariants;

/// <summary>All invariants, in the order in which people read them.</summary>
public static class Catalogue
{
    /// <summary>Every invariant.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new RoundTripTranslation(),
        new NoStraddling(),
        new WithinMask(),
        new FailureIsRecognised(),
        new FailureChangesNothing(),
        new ErrorValueIsNoAddress(),
        new NoSharedSlots(),
    ];

    /// <summary>The invariant with an id, whatever its case; null for none.</summary>
    public static Invariant? Find(string id) => All.FirstOrDefault(invariant => string.Equals(invariant.Id, id, StringComparison.OrdinalIgnoreCase));
}
