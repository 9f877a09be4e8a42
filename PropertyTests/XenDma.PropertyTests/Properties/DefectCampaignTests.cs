using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>Defects that kernels have had, each switched on alone beside the contract: the invariant that speaks of it finds it.</summary>
public sealed class DefectCampaignTests
{
    private const ulong Seed = 20211;
    private const int Cases = 600;

    /// <summary>The defects, and the invariant that each is there for.</summary>
    internal static IReadOnlyList<(string Name, Platform Platform, string Check)> Named { get; } =
    [
        (nameof(Semantics.MinAlignIgnored), Platform.XenPv, "XD-ALIGN-1"),
        (nameof(Semantics.ZeroOriginalSkipsAlignment), Platform.XenPv, "XD-ALIGN-1"),
        (nameof(Semantics.MapSgSkipsReachTest), Platform.XenPv, "XD-MASK-1"),
        (nameof(Semantics.AllocTailNotZeroed), Platform.XenPv, "XD-COH-3"),
        (nameof(Semantics.ExchangeIgnoresMaskShape), Platform.XenPv, "XD-COH-1"),
        (nameof(Semantics.FreeNeverGivesBack), Platform.XenPv, "XD-COH-7"),
        (nameof(Semantics.FreeDestroysNeverExchanged), Platform.XenPv, "XD-COH-7"),
        (nameof(Semantics.LateInitReusesFreedBlock), Platform.XenPv, "XD-POOL-3"),
        (nameof(Semantics.ListBeyondPoolEnd), Platform.XenPv, "XD-STRAD-1"),
        (nameof(Semantics.SyncIgnoresOffset), Platform.XenPv, "XD-SYNC-1"),
        (nameof(Semantics.PartialSyncRefused), Platform.XenPv, "XD-CONT-2"),
        (nameof(Semantics.SyncForDeviceClobbers), Platform.XenPv, "XD-CONT-6"),
        (nameof(Semantics.ZeroOriginalMeansNone), Platform.XenPv, "XD-CONT-1"),
        (nameof(Semantics.SyncOverwritesByInitialCopyInUnmap), Platform.XenPv, "XD-CONT-5"),
        (nameof(Semantics.FromDeviceSlotUninitialised), Platform.XenPv, "XD-RES-1"),
        (nameof(Semantics.AlignSearchFindsNothing), Platform.XenPv, "XD-ROOM-1"),
        (nameof(Semantics.PanicOnFull), Platform.BareMetal, "XD-LEGAL-1"),
        (nameof(Semantics.PanicWithoutPool), Platform.XenPv, "XD-LEGAL-1"),
        (nameof(Semantics.MapSkipsCacheOnBounce), Platform.BareMetal, "XD-CACHE-1"),
        (nameof(Semantics.DeviceOpsBeforeXen), Platform.XenDom0Arm, "XD-DISP-1"),
    ];

    /// <summary>Them as a theory takes them.</summary>
    public static TheoryData<string, Platform, string> Defects
    {
        get
        {
            var data = new TheoryData<string, Platform, string>();
            foreach ((string name, Platform platform, string check) in Named) data.Add(name, platform, check);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_defect_is_found(string name, Platform platform, string check)
    {
        var broken = new ModelImplementation(Defect.Find(name)!.Alone);
        CampaignResult result = new Campaign(broken, new CampaignOptions { Cases = Cases, Seed = Seed, Semantics = Semantics.Contract, Platforms = [platform] }).Run();
        Assert.True(
            result.Failures.Any(failure => failure.Finding.Check == check),
            $"{name}: {check} found nothing; seed {Seed}, found: {string.Join("; ", result.Failures.Select(static failure => failure.Finding))}");
    }
}
