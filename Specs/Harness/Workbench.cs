using System;
using System.Collections.Generic;
using XenDma.Machines;

namespace XenDma.Specs.Harness;

/// <summary>What runs need while they last and leave behind as it was: guest memory, and room for bytes that were seen. One run after the other uses
/// it; a run that has none makes its own.</summary>
/// <remarks>For one thread at a time, and for one judged run at a time.</remarks>
internal sealed class Workbench : IDisposable
{
    private readonly List<ByteSnapshot> _snapshots = [];
    private int _given;

    /// <summary>Memory for the runs' machines.</summary>
    internal MemoryReserve Memory { get; } = new();

    /// <summary>Sums that were reckoned before.</summary>
    internal SumCache Sums { get; } = new();

    /// <summary>Frees all.</summary>
    public void Dispose() => Memory.Dispose();

    /// <summary>Another run is judged: what the one before was given is given again.</summary>
    internal void BeginRun() => _given = 0;

    /// <summary>An empty snapshot, until the next run begins.</summary>
    internal ByteSnapshot Snapshot()
    {
        if (_given == _snapshots.Count) _snapshots.Add(new ByteSnapshot());
        ByteSnapshot given = _snapshots[_given++];
        given.Clear();
        return given;
    }
}
