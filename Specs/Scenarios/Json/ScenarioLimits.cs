namespace XenDma.Specs.Scenarios.Json;

/// <summary>What a scenario file may ask for at most, so that memory and time stay bounded whatever it says.</summary>
public static class ScenarioLimits
{
    /// <summary>The bytes of one scenario as JSON, decompressed: 64 MiB; parsed it takes several times that.</summary>
    public const int MaxJsonBytes = 64 << 20;

    /// <summary>Guest frames of 4 KiB: 2^20, which is 4 GiB of memory. Every size but alloc's is bound by the guest's memory.</summary>
    public const ulong MaxFrames = 1UL << 20;

    /// <summary>Bytes asked of alloc: the memory of the largest guest. More than a guest has is a fair question.</summary>
    public const ulong MaxAllocBytes = MaxFrames << XenPage.Shift;

    /// <summary>Slots asked for: 2^20, which is 2 GiB.</summary>
    public const ulong MaxSlabs = 1UL << 20;

    /// <summary>Steps.</summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>Devices.</summary>
    public const int MaxDevices = 4096;

    /// <summary>Entries of one list, given or returned.</summary>
    public const int MaxSegments = 65_536;

    /// <summary>Frames that one p2m step may ask for, and that a result of p2m or mmap may list.</summary>
    public const int MaxListedFrames = 1 << 20;

    /// <summary>Runs of p2m, foreign or free frames; none is empty and none overlap, so there are never more than guest frames.</summary>
    public const int MaxRuns = 1 << 20;

    /// <summary>Runs of spare frames: the hypervisor keeps them in order, one by one.</summary>
    public const int MaxSpareRuns = 65_536;

    /// <summary>Spare frames in all runs together.</summary>
    public const ulong MaxSpareFrames = 1UL << 40;

    /// <summary>The largest order of an exchange, in frames of 4 KiB.</summary>
    public const int MaxExchangeOrder = 18;

    /// <summary>The smallest page shift of a guest kernel.</summary>
    public const int MinPageShift = XenPage.Shift;

    /// <summary>The largest page shift of a guest kernel: pages of 64 KiB.</summary>
    public const int MaxPageShift = 16;
}
