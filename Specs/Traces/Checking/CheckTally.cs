namespace XenDma.Specs.Traces.Checking;

/// <summary>How one check came out over a trace.</summary>
public sealed class CheckTally
{
    /// <summary>How often what it speaks of occurred and could be judged.</summary>
    public long Judged { get; internal set; }

    /// <summary>How often it did not hold.</summary>
    public long Failed { get; internal set; }

    /// <summary>How often it did not hold as is known of the kernel that recorded, or of the machine.</summary>
    public long Explained { get; internal set; }

    /// <summary>How often it could not be decided.</summary>
    public long Inconclusive { get; internal set; }
}
