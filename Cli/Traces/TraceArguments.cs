using System.CommandLine;
using System.Globalization;
using System.Linq;

namespace XenDma.Cli.Traces;

/// <summary>What the commands over traces have in common.</summary>
internal static class TraceArguments
{
    internal static Argument<string[]> Files() => new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "ftrace's text (trace, trace_pipe, trace-cmd report) or normalised events, compressed or not; or a folder that holds one with what belongs to it.",
    };

    internal static Option<string?> P2m() => new("--p2m") { Description = "The P2M when the trace began; without it the P2M is inferred from the trace." };

    internal static Option<string?> Release() => new("--semantics")
    {
        Description = "The release that recorded; without it what dmesg.txt beside the trace says.",
    };

    internal static Option<string?> Pool() => new("--pool") { Description = "The pool's guest addresses, START-END in hexadecimal; without it what dmesg.txt beside the trace says." };

    internal static Semantics? FindRelease(string? name) => name is null ? null
        : Semantics.Releases.FirstOrDefault(release => release.Name == name)
        ?? throw new UsageException($"--semantics {name}: one of {string.Join(", ", Semantics.Releases.Select(static release => release.Name))} expected");

    internal static (ulong Start, ulong End)? FindPool(string? text)
    {
        if (text is null) return null;
        if (text.Split('-') is [var first, var last] && TryHex(first, out ulong start) && TryHex(last, out ulong end) && start < end) return (start, end);
        throw new UsageException($"--pool {text}: START-END in hexadecimal expected, as 0x53800000-0x57800000");
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(
        text.StartsWith("0x", System.StringComparison.Ordinal) ? text[2..] : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
