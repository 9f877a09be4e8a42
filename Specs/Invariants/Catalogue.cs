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
        new XenServesDevices(),
        new LegalCallsAreAnswered(),
        new PoolIsItsOwn(),
        new PoolSegmentsInOnePiece(),
        new PoolWithin32Bits(),
        new PoolIsLargeEnough(),
        new FailedInitGivesBack(),
        new FramesAreInverse(),
        new LiveFramesStay(),
        new OthersFramesStay(),
        new NoFrameIsLost(),
        new NoStraddling(),
        new WithinMask(),
        new RoundTripTranslation(),
        new CoherentIsNobodyElses(),
        new CoherentInWholePages(),
        new CoherentInOnePiece(),
        new WithinCoherentMask(),
        new CoherentIsZeroed(),
        new FreeGivesBack(),
        new FreeReturnsExchangedFrames(),
        new FailedAllocTakesNothing(),
        new FailureIsRecognised(),
        new FailureChangesNothing(),
        new ErrorValueIsNoAddress(),
        new ListAllOrNothing(),
        new ListKeepsLengths(),
        new BreachChangesNothing(),
        new NoSharedSlots(),
        new BouncedIntoThePool(),
        new DirectTakesNoSlot(),
        new SlotsComeBack(),
        new UnmapGivesBackItsSlots(),
        new SlotsCoverTheBytes(),
        new QuestionsTakeNothing(),
        new EmptyPoolHasRoom(),
        new FreeRunIsUsed(),
        new ListFailsAsSinglesDo(),
        new WithinBoundary(),
        new KeepsAlignment(),
        new DirectWhenAllowed(),
        new BouncedWhenOwed(),
        new ForeignIsNotLocal(),
        new NoResidueForTheDevice(),
        new MapLeavesTheBuffer(),
        new SkippedSyncCopiesNothing(),
        new SentBytesStay(),
        new DeviceBytesStay(),
        new SyncForCpuKeepsTheRest(),
        new SyncForDeviceKeepsTheRest(),
        new SyncsInTurn(),
        new BytesArrivePastACache(),
        new DeviceSeesBytes(),
        new CpuSeesBytes(),
        new NoResidueForTheCaller(),
        new NothingBesideIsTouched(),
        new MmapShowsTheMemory(),
        new TableCoversTheMemory(),
        new SupportGrowsWithMask(),
        new SupportedWhereReached(),
        new UnsupportedAboveMask(),
    ];

    /// <summary>The invariant with an id, whatever its case; null for none.</summary>
    public static Invariant? Find(string id) => All.FirstOrDefault(invariant => string.Equals(invariant.Id, id, StringComparison.OrdinalIgnoreCase));
}
