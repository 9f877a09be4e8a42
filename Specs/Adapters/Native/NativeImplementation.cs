using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters.Native;

/// <summary>A native library that exports <c>xendma_ops</c> (<c>xendma.h</c>), in this process: what it breaks is broken here.</summary>
public sealed class NativeImplementation : IImplementation
{
    private readonly NativeLibraryFile _library;

    private NativeImplementation(NativeLibraryFile library, string file)
    {
        _library = library;
        Argument = file;
    }

    /// <inheritdoc/>
    public string Name => _library.Name;

    /// <inheritdoc/>
    public string Argument { get; }

    /// <inheritdoc/>
    public OfferedOps Offers => _library.Offers;

    /// <inheritdoc/>
    public Func<ulong, IMemoryBlock> Allocate => static size => new GuardedBlock(size);

    /// <summary>Loads a library into this process.</summary>
    /// <param name="file">The shared library.</param>
    /// <exception cref="ImplementationException">It cannot be loaded, or has no ops of this version of the ABI.</exception>
    public static NativeImplementation Load(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new NativeImplementation(NativeLibraryFile.Load(file), file);
    }

    /// <inheritdoc/>
    public IDmaOps Create(Machine machine, ScenarioMachine scenario)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(scenario);
        if (WhyNot(scenario) is { } reason) throw new NotOfferedException(reason);
        return Offers.HasFlag(OfferedOps.PoolInspection)
            ? new InspectableNativeOps(_library.Ops, machine, scenario)
            : new NativeOps(_library.Ops, machine, scenario);
    }

    /// <summary>What of a machine version 1 of the ABI has no words for.</summary>
    private static string? WhyNot(ScenarioMachine scenario)
    {
        if (scenario.Pool is { NoForce: true }) return "the ABI has no word for a pool that never bounces";
        if (scenario.Pool.Slabs > PoolOptions.MaxSlabs) return $"a pool of {scenario.Pool.Slabs} slots: at most {PoolOptions.MaxSlabs}";
        foreach (DeviceTraits device in scenario.Devices)
        {
            DeviceTraits there = device.On(scenario.Platform);
            if (there.BusOffset != 0 || there.ReachStart != 0 || there.ReachLimit != ulong.MaxValue)
                return "the ABI has no word for a device that reaches a window of memory, or whose bus subtracts an offset";
        }

        return null;
    }
}
