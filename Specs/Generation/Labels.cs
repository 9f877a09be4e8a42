using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>The coverage labels: what generated scenarios can show, declared in one place, so that a run can name what it never saw.</summary>
public static partial class Labels
{
    private static readonly string[] Directions = [.. Enum.GetValues<DmaDirection>().Select(static direction => $"direction: {Words(direction)}")];

    /// <summary>Every label that can occur.</summary>
    public static ImmutableSortedSet<string> All { get; } =
    [
        .. Enum.GetValues<LayoutClass>().Select(Of), .. Enum.GetValues<CoherentLayout>().Select(Of), .. Enum.GetValues<SpareSupply>().Select(Of),
        .. Enum.GetValues<PoolSupply>().Select(Of), .. Enum.GetValues<ExchangeContents>().Select(Of), .. Enum.GetValues<DmaDirection>().Select(Of),
        .. Enum.GetValues<Platform>().Select(Of), .. Ops,
        PoolForced, ForeignFrames, ForeignLikePool, NoSnoop,
        AlignNothing, AlignWithinSlot, AlignPage, AlignBeyondPage, BoundaryNone, BoundaryPage, BoundaryWithinSegment, BoundaryWide,
        CoherentMaskNone, CoherentMaskNarrow, CoherentMask32, CoherentMaskWide, CoherentMaskOdd,
        PathDirect, PathBounced, PathFailed, ListDirect, ListBounced, ListMixed, ListFailed,
        EntriesOne, EntriesFew, EntriesMany, EntriesTouch, EntriesShareFrame,
        PoolEmpty, PoolRefilled, PoolUnderHalf, PoolOverHalf, PoolFull, PoolNone,
        FailedTooLarge, FailedOutOfReach, FailedNoPool, FailedNoRoom, FailedNoBlock, FailedNoExchange, FailedInit, Refused,
        RangeEndsAtFrame, RangeCrossesFrame, RangeJustBehindFrame, RangeWithinFrame, RangeEndsAtSlot, RangeEndsBeforeSlot, RangeEndsBehindSlot, MaskMet, MaskMissed,
        SkipOnMap, SkipOnUnmap, SyncOfPart, SyncOfWhole,
        CoherentAsItLay, CoherentExchanged, CoherentGivenBack, CoherentForNoDevice, CoherentBelowPage, CoherentOddPages, CoherentBlock,
        AskedLiveMapping, AskedFailedMapping, MaskSupported, MaskUnsupported, TouchedList, TouchedCoherent, TouchedPage, TouchedBuffer,
    ];

    /// <summary>The labels that can occur beside a release and on some platforms: 4.18 has a pool, or does not boot.</summary>
    public static ImmutableSortedSet<string> AllOf(Semantics release, IReadOnlyList<Platform> platforms)
    {
        ArgumentNullException.ThrowIfNull(release);
        ImmutableSortedSet<string> labels = All.Except(Enum.GetValues<Platform>().Except(platforms).Select(Of));
        if (platforms is [Platform.XenPv]) labels = labels.Remove(NoSnoop);
        if (ReleaseDefects.ListsBeyondPool(release)) labels = labels.Remove(Of(PoolSupply.Holed));
        if (ReleaseDefects.ReusesFreedBlock(release)) labels = labels.Remove(Of(PoolSupply.LateHoled));
        return release.XenOwnsPoolInit ? labels.Except([PoolNone, FailedNoPool]) : labels;
    }

    internal static string Of(Platform platform) => $"platform: {Words(platform)}";

    internal static string Of(LayoutClass layout) => $"layout: {Words(layout)}";

    internal static string Of(CoherentLayout layout) => $"coherent frames: {Words(layout)}";

    internal static string Of(SpareSupply supply) => $"coherent spare: {Words(supply)}";

    internal static string Of(PoolSupply supply) => $"pool: {Words(supply)}";

    internal static string Of(ExchangeContents contents) => $"exchange: {Words(contents)}";

    internal static string Of(DmaDirection direction) => Directions[(int)direction];

    internal static IEnumerable<string> Of(DeviceTraits device)
    {
        yield return device.MinAlignMask switch
        {
            0 => AlignNothing,
            < 0x800 => AlignWithinSlot,
            XenPage.OffsetMask => AlignPage,
            _ => AlignBeyondPage,
        };
        yield return device.SegmentBoundaryMask switch
        {
            0 => BoundaryNone,
            <= XenPage.OffsetMask => BoundaryPage,
            < Bouncing.IoTlb.SegmentSize - 1 => BoundaryWithinSegment,
            _ => BoundaryWide,
        };
        yield return device.CoherentDmaMask switch
        {
            0 => CoherentMaskNone,
            var mask when (mask & unchecked(mask + 1)) != 0 => CoherentMaskOdd,
            < uint.MaxValue => CoherentMaskNarrow,
            uint.MaxValue => CoherentMask32,
            _ => CoherentMaskWide,
        };
    }

    private static string Words(Enum value) =>
        string.Concat(value.ToString().Select(static (letter, i) => char.IsUpper(letter) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
