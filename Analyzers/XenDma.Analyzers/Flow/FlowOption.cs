using System;
using System.Collections.Generic;
using System.Globalization;

namespace XenDma.Analyzers.Flow;

/// <summary>One option as a project writes it: its name, what it may be, and what it is where nobody says.</summary>
internal sealed class FlowOption
{
    /// <summary>What all names begin with.</summary>
    public const string Prefix = "xendma.";

    private readonly Func<FlowOptions, string, FlowOptions?> _set;

    private FlowOption(string name, string otherwise, string expected, Func<FlowOptions, string, FlowOptions?> set)
    {
        Name = Prefix + name;
        Default = otherwise;
        Expected = expected;
        _set = set;
    }

    /// <summary>All options. A bound can be raised only: with less of it paths are merged that drivers tell apart.</summary>
    public static IReadOnlyList<FlowOption> All { get; } =
    [
        Number("max_blocks", FlowOptions.Default.MaxBlocks, 1_000_000, static (options, value) => options with { MaxBlocks = value }),
        Number("max_paths", FlowOptions.Default.MaxPaths, 256, static (options, value) => options with { MaxPaths = value }),
        Number("max_call_depth", FlowOptions.Default.MaxCallDepth, 8, static (options, value) => options with { MaxCallDepth = value }),
        Flag("judge_fields", FlowOptions.Default.JudgesFields, static (options, value) => options with { JudgesFields = value }),
    ];

    public string Name { get; }

    public string Default { get; }

    /// <summary>What a value must be.</summary>
    public string Expected { get; }

    /// <summary>The options with this one set; null when the value cannot be used.</summary>
    public FlowOptions? Set(FlowOptions options, string value) => _set(options, value.Trim());

    private static FlowOption Number(string name, int otherwise, int most, Func<FlowOptions, int, FlowOptions> set) => new(
        name, Text(otherwise), $"a whole number from {Text(otherwise)} to {Text(most)}",
        (options, value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= otherwise && number <= most
            ? set(options, number) : null);

    private static FlowOption Flag(string name, bool otherwise, Func<FlowOptions, bool, FlowOptions> set) => new(
        name, otherwise ? "true" : "false", "true or false",
        (options, value) => bool.TryParse(value, out bool flag) ? set(options, flag) : null);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
