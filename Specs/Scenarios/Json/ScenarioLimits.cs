namespace XenDma.Specs.Scenarios.Json;

/// <summary>What a scenario file may ask for at most, so that memory stays bounded whatever it says.</summary>
public static class ScenarioLimits
{
    /// <summary>The bytes of one scenario as JSON, decompressed: 256 MiB.</summary>
    public const int MaxJsonBytes = 256 << 20;

    /// <summary>Guest frames: 2^20, which is 4 GiB.</summary>
    public const ulong MaxFrames = 1UL << 20;

    /// <summary>Slots asked for: 2^20, which is 2 GiB.</summary>
    public const ulong MaxSlabs = 1UL << 20;

    /// <summary>Bytes asked of alloc: 4 GiB. All other sizes are bound by the guest's memory.</summary>
    public const ulong MaxAllocBytes = MaxFrames << XenPage.Shift;

    /// <summary>Steps.</summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>Devices.</summary>
    public const int MaxDevices = 4096;

    /// <summary>Entries of one list.</summary>
    public const int MaxSegments = 65_536;

    /// <summary>Runs of one kind in a machine.</summary>
    public const int MaxRuns = 1 << 20;

    /// <summary>The largest order of an exchange.</summary>
    public const ulong MaxExchangeOrder = 18;
}
