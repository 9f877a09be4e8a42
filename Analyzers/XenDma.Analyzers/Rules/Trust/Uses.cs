using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Trust;

/// <summary>How messages name a use.</summary>
internal static class Uses
{
    public static string Name(TrustUse use) => use switch
    {
        TrustUse.Index => "an index",
        TrustUse.Length => "a length",
        _ => "a loop's bound",
    };
}
