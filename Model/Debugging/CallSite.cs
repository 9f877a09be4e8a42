namespace XenDma.Debugging;

/// <summary>Where a call was made.</summary>
/// <param name="Number">The calls that <see cref="DmaDebug"/> had seen by then, accesses of the CPU among them, this one included: the first is 1.</param>
/// <param name="Label">What <see cref="DmaDebug.Site"/> was: a step, a file and line, whatever its user finds places by.</param>
public readonly record struct CallSite(long Number, string? Label)
{
    /// <summary><c>call 7</c>, or <c>call 7 (label)</c>.</summary>
    public override string ToString() => Label is null ? $"call {Number}" : $"call {Number} ({Label})";
}
