using System;
using System.Globalization;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>How much is fuzzed. Without XENDMA_FUZZ a share that a CI run can afford; with it, so many variants of sources and as many of
/// contract files. XENDMA_SEED is the seed of the first.</summary>
internal static class FuzzSettings
{
    public static int FirstSeed { get; } = FromEnvironment("XENDMA_SEED", 1);

    public static int Variants(int otherwise) => FromEnvironment("XENDMA_FUZZ", otherwise);

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
