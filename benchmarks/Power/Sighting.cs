namespace XenDma.Power;

/// <summary>What came of one subject under one seed.</summary>
/// <param name="Subject">The subject's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Cases">How many cases it took, the failing one included; 0 = not found.</param>
/// <param name="Check">The check that named it; empty where not found.</param>
/// <param name="Steps">The shrunk size in steps, init included; 0 = not shrunk.</param>
internal sealed record Sighting(string Subject, ulong Seed, int Cases, string Check, int Steps);
