using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>How messages speak of the ways in which a call may say that it failed.</summary>
internal static class Idioms
{
    /// <summary>The expression that asks whether the call failed, with {0} for its result; empty where that is no expression of the result.
    /// Absent where the kernel's own questions are to be asked: MappingError, and null for coherent memory.</summary>
    public const string Question = "Question";

    /// <summary>What tells whether the call failed: 'only ... tells'.</summary>
    public static string Tells(MappingInfo info) => info.Contract!.Failure switch
    {
        Failure.MappingError => info.Contract.Question,
        Failure.Property => info.Contract.Idiom.Property,
        _ when !GivesMapping(info.Contract) => "the result of " + Wording.Caller(info),
        Failure.Null => "null",
        Failure.Zero => "0",
        Failure.MinusOne => "-1",
        _ => "a negative value",
    };

    /// <summary>What nobody did: 'nobody ... since'.</summary>
    public static string Asked(MappingInfo info) => info.Contract!.Failure switch
    {
        Failure.MappingError => "asked " + info.Contract.Question,
        Failure.Null or Failure.Zero or Failure.MinusOne or Failure.Negative when GivesMapping(info.Contract) => "compared it with " + Tells(info),
        _ => "looked at " + Tells(info),
    };

    /// <summary>Reports with the question that a fix may put there.</summary>
    public static bool ReportUnasked(this FlowEvent flow, DiagnosticDescriptor rule, IOperation? place, MappingInfo info, params object?[] arguments) =>
        place is not null && flow.Report(new Finding(rule, place, arguments) { Others = [info.Site], Properties = Properties(info) });

    private static ImmutableDictionary<string, string?> Properties(MappingInfo info)
    {
        var none = ImmutableDictionary<string, string?>.Empty;
        bool own = info.Contract!.Failure == (info.Kind == MappingKind.Coherent ? Failure.Null : Failure.MappingError);
        return own ? none : none.Add(Question, QuestionOf(info.Contract));
    }

    private static string QuestionOf(MethodContract contract) => !GivesMapping(contract) ? "" : contract.Failure switch
    {
        Failure.Null => "{0} is null",
        Failure.Zero => "{0} == 0",
        Failure.MinusOne => "{0} == -1",
        Failure.Negative => "{0} < 0",
        Failure.Property when contract.Idiom.Member is null => (contract.Idiom.IsInverted ? "{0}." : "!{0}.") + contract.Idiom.Property,
        _ => "",
    };

    private static bool GivesMapping(MethodContract contract) =>
        contract[Part.Address] == MethodContract.Return || contract[Part.Buffer] == MethodContract.Return;
}
