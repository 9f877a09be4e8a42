using System;
using System.Collections.Generic;

namespace XenDma.Samples.Simulation;

/// <summary>The simulated devices' time: each does a little work whenever some passes.</summary>
public sealed class Ticks : IDelay
{
    private readonly List<Action> _devices = [];

    /// <summary>Adds a device.</summary>
    /// <param name="work">What it does in a tick.</param>
    public void Attach(Action work) => _devices.Add(work);

    /// <inheritdoc/>
    public void Pass()
    {
        foreach (Action work in _devices) work();
    }
}
