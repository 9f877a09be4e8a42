using System.Collections.Immutable;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios;

/// <summary>The platform of a scenario's guest.</summary>
public enum Platform
{
    /// <summary>xen-pv: a Xen PV guest on x86.</summary>
    XenPv,

    /// <summary>xen-dom0-arm: the initial domain on Arm, mapped 1:1.</summary>
    XenDom0Arm,

    /// <summary>bare-metal: no hypervisor.</summary>
    BareMetal,

    /// <summary>wii: one window of memory is reachable.</summary>
    Wii,
}

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

    /// <summary>The devices; a device's id is its index.</summary>
    public required ImmutableArray<DeviceTraits> Devices { get; init; }
}
