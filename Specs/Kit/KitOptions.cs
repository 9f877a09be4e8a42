using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XenDma.Specs.Harness;
using XenDma.Translation;

namespace XenDma.Specs.Kit;

/// <summary>What the tests of one class run.</summary>
public sealed record KitOptions
{
    /// <summary>The seed of all scenarios; the same seed gives the same scenarios on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many scenarios, at least 1.</summary>
    public int Cases { get; init; } = 1000;

    /// <summary>The platforms whose machines are generated, in turn.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [Platform.XenPv];

    /// <summary>The folder in which failing scenarios are saved; relative to where the tests run.</summary>
    public string OutFolder { get; init; } = "xendma-out";

    internal CampaignOptions Campaign => new() { Seed = Seed, Cases = Cases, Platforms = Platforms, Semantics = Semantics.Contract };

    /// <summary>These options, with what the environment says in their place.</summary>
    /// <exception cref="FormatException">A variable is no number.</exception>
    internal KitOptions WithEnvironment(Func<string, string?> variable) => this with
    {
        Seed = Number(variable, "XENDMA_SEED", ulong.MaxValue) ?? Seed,
        Cases = (int?)Number(variable, "XENDMA_CASES", int.MaxValue) ?? Cases,
        OutFolder = Path.GetFullPath(variable("XENDMA_OUT") is { Length: > 0 } folder ? folder : OutFolder),
    };

    private static ulong? Number(Func<string, string?> variable, string name, ulong most)
    {
        if (variable(name) is not { Length: > 0 } text) return null;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= most
            ? number
            : throw new FormatException($"{name}={text}: a number up to {most} expected");
    }
}
