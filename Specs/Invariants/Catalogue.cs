using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Specs.Invariants;

/// <summary>All invariants, in the order in which they judge: what says most of a mistake comes first.</summary>
public static class Catalogue
{
    /// <summary>Every invariant.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new FramesAreInverse(),
        new NoStraddling(),
        new WithinMask(),
        new RoundTripTranslation(),
        new CoherentInOnePiece(),
        new WithinCoherentMask(),
        new CoherentIsZeroed(),
        new FreeGivesBack(),
        new FailureIsRecognised(),
        new FailureChangesNothing(),
        new ErrorValueIsNoAddress(),
        new ListAllOrNothing(),
        new BreachChangesNothing(),
        new NoSharedSlots(),
        new SlotsComeBack(),
        new WithinBoundary(),
        new KeepsAlignment(),
        new DirectWhenAllowed(),
        new DeviceSeesBytes(),
        new CpuSeesBytes(),
        new NothingBesideIsTouched(),
        new MmapShowsTheMemory(),
        new TableCoversTheMemory(),
        new SupportGrowsWithMask(),
    ];

    /// <summary>The invariant with an id, whatever its case; null for none.</summary>
    public static Invariant? Find(string id) => All.FirstOrDefault(invariant => string.Equals(invariant.Id, id, StringComparison.OrdinalIgnoreCase));
}
