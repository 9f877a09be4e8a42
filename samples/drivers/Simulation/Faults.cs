using System;

namespace XenDma.Samples.Simulation;

/// <summary>Failures that a driver must be ready for, at calls drawn from a seed: a pool that is full, memory that is short.</summary>
/// <param name="seed">The seed.</param>
/// <param name="percent">How many of a hundred calls fail, 0 to 100.</param>
public sealed class Faults(int seed, int percent)
{
    private readonly Random _random = new(seed);

    /// <summary>The calls that were made to fail.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the next call is one that fails.</summary>
    public bool Strikes()
    {
        if (percent == 0 || _random.Next(100) >= percent) return false;
        Count++;
        return true;
    }
}
