using System;

namespace XenDma.Specs.Traces.Summaries;

/// <summary>Why a mapping bounced.</summary>
public enum BounceReason
{
    /// <summary>Bouncing is forced.</summary>
    Forced,

    /// <summary>The buffer lies beyond the device's mask.</summary>
    OutOfReach,

    /// <summary>The buffer's machine frames are not consecutive.</summary>
    Torn,

    /// <summary>Both.</summary>
    OutOfReachAndTorn,

    /// <summary>The trace does not tell.</summary>
    Unknown,
}

/// <summary>What one device did.</summary>
public sealed class DeviceSummary
{
    private const int LifetimeBuckets = 40;

    private readonly long[] _bounced = new long[Enum.GetValues<BounceReason>().Length];
    private readonly long[] _lifetimes = new long[LifetimeBuckets];

    /// <summary>The mappings asked for.</summary>
    public long Maps { get; internal set; }

    /// <summary>Those mapped directly.</summary>
    public long Direct { get; internal set; }

    /// <summary>Those that failed.</summary>
    public long Failed { get; internal set; }

    /// <summary>Those of which the trace does not tell whether they bounced.</summary>
    public long Untold { get; internal set; }

    /// <summary>Allocations of coherent memory.</summary>
    public long Allocations { get; internal set; }

    /// <summary>Syncs.</summary>
    public long Syncs { get; internal set; }

    /// <summary>Bytes mapped.</summary>
    public ulong Bytes { get; internal set; }

    /// <summary>Bytes copied between slots and buffers.</summary>
    public ulong Copied { get; internal set; }

    /// <summary>The mappings that are live.</summary>
    public long Alive { get; internal set; }

    /// <summary>The most that were live at once.</summary>
    public long MostAlive { get; internal set; }

    /// <summary>The most slots that were held at once.</summary>
    public ulong MostSlots { get; internal set; }

    /// <summary>Mappings that ended.</summary>
    public long Ended { get; private set; }

    internal ulong Slots { get; set; }

    /// <summary>All that bounced.</summary>
    public long Bounced
    {
        get
        {
            long all = 0;
            foreach (long count in _bounced) all += count;
            return all;
        }
    }

    /// <summary>Those that bounced for a reason.</summary>
    public long BouncedFor(BounceReason reason) => _bounced[(int)reason];

    /// <summary>A lifetime in microseconds that so many of 100 mappings do not exceed, up to a factor of two; 0 where none ended.</summary>
    public long Lifetime(int percent)
    {
        long owed = ((Ended * percent) + 99) / 100, seen = 0;
        for (int i = 0; i < LifetimeBuckets && Ended > 0; i++)
        {
            seen += _lifetimes[i];
            if (seen >= owed) return 1L << i;
        }

        return 0;
    }

    internal void Bounce(BounceReason reason) => _bounced[(int)reason]++;

    internal void End(long microseconds)
    {
        Ended++;
        int bucket = 0;
        while (bucket < LifetimeBuckets - 1 && 1L << bucket < microseconds) bucket++;
        _lifetimes[bucket]++;
    }
}
