using System.Collections.Immutable;
using XenDma.Debugging;

namespace XenDma.Samples.Broken;

/// <summary>What a mistake that the checker cannot see does all the same.</summary>
public enum Consequence
{
    /// <summary>The card drove an address at which nothing of this guest answers.</summary>
    CardFaults,

    /// <summary>Other bytes went out, or came in, than should have.</summary>
    WrongBytes,

    /// <summary>Another device's data was overwritten.</summary>
    NeighbourDamaged,

    /// <summary>The driver itself came to an end: no object, or an index out of range.</summary>
    DriverOopses,

    /// <summary>The kernel stopped (BUG).</summary>
    KernelBug,
}

/// <summary>One thing that a run showed.</summary>
/// <param name="Name">The <see cref="Misuse"/> that the checker reported, or the <see cref="Consequence"/>.</param>
/// <param name="Text">All that is known of it, in one line.</param>
/// <param name="Rules">The analyzer's rules that the checker's report names; none for a consequence.</param>
public sealed record Observation(string Name, string Text, ImmutableArray<string> Rules)
{
    /// <summary>A report of the checker.</summary>
    public static Observation Of(MisuseReport report) => new($"{report.Misuse}", $"{report}", report.Rules);

    /// <summary>What came of it.</summary>
    public static Observation Of(Consequence consequence, string text) => new($"{consequence}", text, []);
}
