using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Rules.Addresses;
using XenDma.Analyzers.Rules.Agreement;
using XenDma.Analyzers.Rules.Failures;
using XenDma.Analyzers.Rules.Lifetime;
using XenDma.Analyzers.Rules.Memory;
using XenDma.Analyzers.Rules.Ownership;
using XenDma.Analyzers.Rules.Trust;

namespace XenDma.Analyzers.Rules;

/// <summary>All rules over the flow, in the order in which they may explain one mistake.</summary>
internal static class RuleTable
{
    public static readonly ImmutableArray<FlowRule> Flow = ImmutableArray.Create<FlowRule>(
        new DirectionNone(),
        new MaskResultIgnored(),
        new FailedMappingUsed(),
        new SyncOfUnmapped(),
        new UnmappedTwice(),
        new CoherentAfterFree(),
        new UseAfterUnmap(),
        new UnmapOfUnmapped(),
        new KindDiffers(),
        new AddressCompared(),
        new MapSgUnchecked(),
        new UncheckedMapping(),
        new AllocationUnchecked(),
        new DeviceDiffers(),
        new CountIsResult(),
        new ReadToCount(),
        new SizeDiffers(),
        new DirectionDiffers(),
        new AttributesDiffer(),
        new SyncOutside(),
        new FreeDiffers(),
        new StackMapped(),
        new ReadOnlyMapped(),
        new NotPinned(),
        new Overlap(),
        new LineShared(),
        new AboveLimit(),
        new ReleasedInFlight(),
        new SyncAgainstDirection(),
        new NeverSynced(),
        new NotSyncedBack(),
        new CpuReads(),
        new CpuWrites(),
        new LeavesMapping(),
        new SpacesMixed(),
        new FrameShifted(),
        new AddressNarrowed(),
        new DeviceOpsUsed(),
        new DoubleFetch(),
        new DeviceUnchecked(),
        new MappingLeaked(),
        new AddressLost(),
        new CoherentLeaked());

    public static ImmutableArray<DiagnosticDescriptor> Descriptors
    {
        get
        {
            var all = ImmutableArray.CreateBuilder<DiagnosticDescriptor>();
            foreach (var rule in Flow)
                all.Add(rule.Descriptor);
            return all.ToImmutable();
        }
    }
}
