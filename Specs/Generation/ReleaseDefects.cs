using XenDma.Bouncing;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>What a release's own kernel gets wrong. Beside it nothing can be judged, so it is no legal step under that release.</summary>
internal static class ReleaseDefects
{
    /// <summary>Where the release hands its failures out as memory, so that none of them is one: its native ops are not judged.</summary>
    internal static bool HidesFailures(Semantics release, Platform platform) => release.SharedOverflowBuffer && IsNative(platform);

    /// <summary>A mask is supported that the pool lies above.</summary>
    internal static bool SupportsUnreachedMasks(Semantics? release, Platform platform) => release is { NativeOpsAskFor24Bits: true } && IsNative(platform);

    /// <summary>The native ops under Xen's bounce once more, into a pool of their own: what the device reads, and which slots come back, is lost.</summary>
    internal static bool BouncesTwice(Semantics? release, ScenarioMachine machine, DeviceTraits device) => release is { NativePoolInsideXenPool: true }
        && machine is { Platform: Platform.XenDom0Arm, Pool.Force: true } && !device.IsCoherent;

    /// <summary>A pool of part of a segment has mappings that reach behind it.</summary>
    internal static bool ListsBeyondPool(Semantics? release) => release is { ListBeyondPoolEnd: true };

    /// <summary>A late pool that had to be halved lies in frames that are free as well.</summary>
    internal static bool ReusesFreedBlock(Semantics? release) => release is { LateInitReusesFreedBlock: true };

    private static bool IsNative(Platform platform) => platform is Platform.BareMetal or Platform.Wii;

    /// <summary>A list's slots are handed out unasked whether the device reaches them; below 2^32 they lie for certain.</summary>
    internal static bool MayOverstepMask(Semantics? release, DeviceTraits device) =>
        release is { MapSgSkipsReachTest: true } && device.DmaMask < uint.MaxValue;

    /// <summary>A sync that begins in a later slot, at a lower slot offset than the mapping's own, does nothing.</summary>
    internal static bool RefusesSync(Semantics? release, DeviceTraits device, ulong start, ulong plus)
    {
        if (release is not { PartialSyncRefused: true }) return false;
        ulong offset = start & device.MinAlignMask & IoTlb.SlotOffsetMask;
        return ((offset + plus) & IoTlb.SlotOffsetMask) < offset;
    }

    /// <summary>An original at guest address 0 is not aligned beyond its slot.</summary>
    internal static bool NeglectsAlignment(Semantics? release, DeviceTraits device, ulong start) =>
        release is { ZeroOriginalSkipsAlignment: true } && start == 0 && device.MinAlignMask > IoTlb.SlotOffsetMask;

    /// <summary>Frames are asked for by a number of bits, and not held against a coherent mask that is no 2^n - 1.</summary>
    internal static bool MayOverstepCoherentMask(Semantics? release, Machines.MachineLayout layout, DeviceTraits device) =>
        release is not { ExchangeIgnoresMaskShape: false } && !CoherentReach.IsClear(layout, device.CoherentDmaMask);
}
