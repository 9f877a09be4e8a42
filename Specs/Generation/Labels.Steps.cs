using System;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public static partial class Labels
{
    internal const string PoolForced = "pool: forced";
    internal const string ForeignFrames = "layout: foreign frames";
    internal const string ForeignLikePool = "layout: foreign frames numbered like the pool's";
    internal const string NoSnoop = "device: does not snoop";

    internal const string AlignNothing = "align: nothing kept";
    internal const string AlignWithinSlot = "align: bits within a slot";
    internal const string AlignPage = "align: bits within a page";
    internal const string AlignBeyondPage = "align: bits beyond a page";
    internal const string BoundaryNone = "boundary: none";
    internal const string BoundaryPage = "boundary: page";
    internal const string BoundaryWithinSegment = "boundary: within a segment";
    internal const string BoundaryWide = "boundary: wide";
    internal const string CoherentMaskNone = "coherent mask: none";
    internal const string CoherentMaskNarrow = "coherent mask: narrow";
    internal const string CoherentMask32 = "coherent mask: 32 bits";
    internal const string CoherentMaskWide = "coherent mask: wide";
    internal const string CoherentMaskOdd = "coherent mask: odd";

    internal const string PathDirect = "path: direct";
    internal const string PathBounced = "path: bounced";
    internal const string PathFailed = "path: failed";
    internal const string ListDirect = "list: direct";
    internal const string ListBounced = "list: bounced";
    internal const string ListMixed = "list: mixed";
    internal const string ListFailed = "list: failed";
    internal const string EntriesOne = "list: 1 entry";
    internal const string EntriesFew = "list: 2 to 4 entries";
    internal const string EntriesMany = "list: 5 to 16 entries";
    internal const string EntriesTouch = "list: entries touch";
    internal const string EntriesShareFrame = "list: entries share a frame";

    internal const string PoolEmpty = "pressure: empty";
    internal const string PoolRefilled = "pressure: empty, large mapping";
    internal const string PoolUnderHalf = "pressure: under half";
    internal const string PoolOverHalf = "pressure: over half";
    internal const string PoolFull = "pressure: full";
    internal const string PoolNone = "pressure: no pool";

    internal const string FailedTooLarge = "failure: larger than any mapping";
    internal const string FailedOutOfReach = "failure: pool out of reach";
    internal const string FailedNoPool = "failure: no pool";
    internal const string FailedNoRoom = "failure: no slots";
    internal const string FailedNoBlock = "failure: no free block";
    internal const string FailedNoExchange = "failure: no exchange";
    internal const string FailedInit = "failure: init";
    internal const string Refused = "failure: breach refused";

    internal const string RangeEndsAtFrame = "range: ends at a frame";
    internal const string RangeCrossesFrame = "range: crosses a frame";
    internal const string RangeJustBehindFrame = "range: just behind a frame";
    internal const string RangeWithinFrame = "range: within a frame";
    internal const string RangeEndsAtSlot = "range: ends at a slot";
    internal const string RangeEndsBeforeSlot = "range: ends a byte before a slot";
    internal const string RangeEndsBehindSlot = "range: ends a byte behind a slot";
    internal const string MaskMet = "mask: met to the byte";
    internal const string MaskMissed = "mask: missed by a byte";
    internal const string SkipOnMap = "attribute: skip_cpu_sync on map";
    internal const string SkipOnUnmap = "attribute: skip_cpu_sync on unmap";
    internal const string SyncOfPart = "sync: part";
    internal const string SyncOfWhole = "sync: whole";

    internal const string CoherentAsItLay = "coherent: as it lay";
    internal const string CoherentExchanged = "coherent: exchanged";
    internal const string CoherentGivenBack = "coherent: given back";
    internal const string CoherentForNoDevice = "coherent: for no device";
    internal const string CoherentBelowPage = "coherent: below a page";
    internal const string CoherentOddPages = "coherent: part of a block";
    internal const string CoherentBlock = "coherent: whole block";
    internal const string AskedLiveMapping = "mapping_error: of a mapping";
    internal const string AskedFailedMapping = "mapping_error: of a failure";
    internal const string MaskSupported = "dma_supported: yes";
    internal const string MaskUnsupported = "dma_supported: no";
    internal const string TouchedList = "touched: entry of a list";
    internal const string TouchedCoherent = "touched: coherent memory";
    internal const string TouchedPage = "touched: mapped page";
    internal const string TouchedBuffer = "touched: buffer";

    private static string[] Ops =>
    [
        "op: init", "op: map_page", "op: unmap_page", "op: map_sg", "op: unmap_sg", "op: sync_single_for_cpu", "op: sync_single_for_device",
        "op: sync_sg_for_cpu", "op: sync_sg_for_device", "op: alloc", "op: free", "op: dma_supported", "op: mapping_error", "op: mmap",
        "op: get_sgtable", "op: cpu_fill", "op: device_fill", "op: cpu_sum", "op: device_sum", "op: p2m", "op: slots_in_use",
    ];

    internal static string Of(Step step) => step.Kind switch
    {
        StepKinds.Init => "op: init",
        StepKinds.MapPage => "op: map_page",
        StepKinds.UnmapPage => "op: unmap_page",
        StepKinds.MapSg => "op: map_sg",
        StepKinds.UnmapSg => "op: unmap_sg",
        StepKinds.SyncSingle => ((SyncSingleStep)step).ForCpu ? "op: sync_single_for_cpu" : "op: sync_single_for_device",
        StepKinds.SyncSg => ((SyncSgStep)step).ForCpu ? "op: sync_sg_for_cpu" : "op: sync_sg_for_device",
        StepKinds.Alloc => "op: alloc",
        StepKinds.Free => "op: free",
        StepKinds.DmaSupported => "op: dma_supported",
        StepKinds.MappingError => "op: mapping_error",
        StepKinds.Mmap => "op: mmap",
        StepKinds.GetSgTable => "op: get_sgtable",
        StepKinds.CpuFill => "op: cpu_fill",
        StepKinds.DeviceFill => "op: device_fill",
        StepKinds.CpuSum => "op: cpu_sum",
        StepKinds.DeviceSum => "op: device_sum",
        StepKinds.P2m => "op: p2m",
        StepKinds.SlotsInUse => "op: slots_in_use",
        _ => throw new NotSupportedException($"a step of type {step.GetType().Name} has no label"),
    };
}
