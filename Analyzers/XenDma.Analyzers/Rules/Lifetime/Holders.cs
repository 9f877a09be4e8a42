using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>Objects that are mapped in place.</summary>
internal static class Holders
{
    /// <summary>The object was made on this path, by a library's constructor or allocation, nobody else has it, and nobody mapped it.</summary>
    public static bool IsNeverMapped(FlowCall call)
    {
        if (call.Contract.Kind != MappingKind.Held || call.Mapping is not { Kind: ValueKind.ListState } key || call.State is not null)
            return false;
        var holder = key.Args[0];
        if (holder.Kind == ValueKind.Mapping)
            return true;
        return holder is { Kind: ValueKind.Object, Payload: IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.Length: 0 } }
            && !call.Path.Escaped.Contains(holder);
    }
}
