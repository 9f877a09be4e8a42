using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules;

/// <summary>Short forms of what most rules report.</summary>
internal static class FindingExtensions
{
    /// <summary>The text that the code fix puts in the place of the argument at the diagnostic's second location.</summary>
    public const string Replacement = "Replacement";

    /// <summary>Reports at a call, with the map and a second place as additional locations.</summary>
    public static bool ReportAt(this FlowEvent flow, DiagnosticDescriptor rule, IOperation? place, IOperation? second, params object?[] arguments) =>
        place is not null && flow.Report(new Finding(rule, place, arguments) { Others = [flow.Info?.Site, second] });

    /// <summary>Reports an argument that disagrees, with what should stand there.</summary>
    public static bool ReportArgument(
        this FlowCall call, DiagnosticDescriptor rule, IOperation? argument, string? replacement, params object?[] arguments)
    {
        // A helper that maps as well says so in its own analysis.
        if (call.Frame.ForeignCall is { } foreign && ReferenceEquals(call.Info?.Site, foreign))
            return true;
        // A call in a helper disagrees where it stands, whoever mapped.
        return call.Report(new Finding(rule, call.Operation, arguments)
        {
            Others = [call.Info?.Site, argument],
            Properties = replacement is null ? ImmutableDictionary<string, string?>.Empty
                : ImmutableDictionary<string, string?>.Empty.Add(Replacement, replacement),
        });
    }

    public static string Doing(this FlowCall call) => call.Contract.Syncs ? "synced" : call.Role == Contracts.Role.Free ? "freed" : "unmapped";
}
