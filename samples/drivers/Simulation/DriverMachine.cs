using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Samples.Simulation;

/// <summary>What becomes of a driver's streaming mappings on a machine.</summary>
public enum BounceRule
{
    /// <summary>None bounces.</summary>
    Never,

    /// <summary>Those that are not consecutive on the bus bounce, if there are any.</summary>
    WhereTorn,

    /// <summary>All bounce, but for pages whose frames coherent memory has left behind within reach.</summary>
    Always,
}

/// <summary>A machine that drivers are run on.</summary>
/// <param name="Name">Its name in output.</param>
/// <param name="Layout">The guest's memory.</param>
/// <param name="Pool">The bounce pool that is asked for.</param>
/// <param name="AddressBits">The address lines of the devices.</param>
/// <param name="Bounces">What becomes of mappings.</param>
public sealed record DriverMachine(string Name, MachineLayout Layout, PoolOptions Pool, int AddressBits, BounceRule Bounces)
{
    /// <summary>What the guest runs on.</summary>
    public Platform Platform { get; init; } = Platform.XenPv;

    /// <summary>Whether the devices snoop the CPU's caches.</summary>
    public bool IsCoherent { get; init; } = true;

    /// <summary>Whether the pool is too small for all that the drivers would like to have under way.</summary>
    public bool IsTight { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
