using System.Collections.Immutable;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios;

/// <summary>What a scenario runs on: the machine, the pool that is asked for, the devices.</summary>
public sealed record ScenarioMachine
{
    /// <summary>The platform.</summary>
    public Platform Platform { get; init; } = Platform.XenPv;

    /// <summary>The name of the dated behaviour that the results follow.</summary>
    public string Semantics { get; init; } = XenDma.Semantics.Linux4_18.Name;

    /// <summary>Memory, frames, allocator and hypervisor.</summary>
    public required MachineLayout Layout { get; init; }

    /// <summary>The pool that is asked for.</summary>
    public required PoolOptions Pool { get; init; }

    /// <summary>The layout as the platform has it: on x86 every device snoops, a cache line of the Wii has 32 bytes.</summary>
    public MachineLayout LayoutOnPlatform => Platform switch
    {
        Platform.XenPv => Layout with { HasNonCoherentDevices = false },
        Platform.Wii => Layout with { CacheLineSize = 32 },
        _ => Layout,
    };

    /// <summary>The devices; a device's id is its index.</summary>
    public required ImmutableArray<DeviceTraits> Devices { get; init; }
}
