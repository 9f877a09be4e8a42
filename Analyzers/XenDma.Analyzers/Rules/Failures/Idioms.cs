using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>How messages speak of the ways in which a call may say that it failed.</summary>
internal static class Idioms
{
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

    private static bool GivesMapping(MethodContract contract) =>
        contract[Part.Address] == MethodContract.Return || contract[Part.Buffer] == MethodContract.Return;
}
