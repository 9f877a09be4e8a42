using System;
using System.Collections.Concurrent;

namespace XenDma.Specs.Harness;

/// <summary>Workbenches for whoever runs, on any thread: as many as there are runs at a time.</summary>
internal sealed class Workbenches
{
    private readonly ConcurrentBag<Workbench> _free = [];

    /// <summary>A workbench, until what is given back is disposed.</summary>
    internal Lease Take() => new(this, _free.TryTake(out Workbench? free) ? free : new Workbench());

    internal readonly record struct Lease(Workbenches Owner, Workbench Bench) : IDisposable
    {
        public void Dispose() => Owner._free.Add(Bench);
    }
}
