using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Tells at first sight whether a body has anything to do with DMA. Most have not, and cost no more than this look.</summary>
internal static class Relevance
{
    public static bool IsWorthwhile(IOperation body, ContractCatalog catalog, MethodBodies bodies, CancellationToken cancellation)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is not IInvocationOperation call)
                continue;
            if (catalog.Of(call.TargetMethod) is not null)
                return true;
            if (call.TargetMethod.DeclaringSyntaxReferences.Length > 0
                && bodies.Reach(call.TargetMethod.OriginalDefinition, cancellation).TouchesDma)
                return true;
        }
        return false;
    }
}
