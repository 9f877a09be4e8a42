using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1002: unmap of an address that is not mapped on this path.</summary>
internal sealed class UnmapOfUnmapped() : FlowRule(Descriptors.UnmapOfUnmapped)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role == Role.Unmap && Holders.IsNeverMapped(call))
            return call.ReportAt(Descriptor, call.Place, null, Wording.Address(call));
        bool isNothing = call.Role == Role.Unmap && call.Mapping is null && call.Contract.Kind != MappingKind.Owned && !call.Contract.Idempotent
            && call[Part.Address] is { } address && (address.Kind == ValueKind.Default || address.Number == 0m) && !IsMappedInLoop(call);
        return isNothing && call.Frame.ForeignCall is null && call.ReportAt(Descriptor, call.Operation, null, Wording.Address(call));
    }

    /// <summary>A loop before the call maps into the variable: that it is never entered is not what its author had in mind.</summary>
    private static bool IsMappedInLoop(FlowCall call) =>
        call.Source(Part.Address) is ILocalReferenceOperation { Local: var local } && call.Frame.Facts.IsAssignedInLoop(local)
        && call.Operation.Syntax.FirstAncestorOrSelf<SyntaxNode>(LoopSyntax.IsLoop) is null;
}
