using System.Threading;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Tells at first sight whether a body has anything to do with DMA. Most have not, and cost no more than this look.</summary>
internal static class Relevance
{
    public static bool IsWorthwhile(MethodTraits traits, MethodBodies bodies, CancellationToken cancellation)
    {
        if (traits.TouchesDma || traits.TouchesAddresses || bodies.Facts.MentionsShared(traits.Mentions))
            return true;
        foreach (var callee in traits.Calls)
        {
            if (bodies.Reach(callee, cancellation).TouchesDma || bodies.Facts.MentionsShared(bodies.Traits(callee, cancellation).Mentions))
                return true;
        }
        return false;
    }
}
