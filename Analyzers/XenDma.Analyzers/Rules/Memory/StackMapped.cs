using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Memory;

/// <summary>XDMA6001: stack memory mapped.</summary>
internal sealed class StackMapped() : FlowRule(Descriptors.StackMapped)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Map || call[Part.Buffer] is not { } buffer || call.Place is not { } place
            || !(Origins.IsStack(Views.Root(buffer)) || IsByReference(call.Source(Part.Buffer))))
            return false;
        call.Report(new Finding(Descriptor, place, Wording.Text(call.Source(Part.Buffer))));
        return true;
    }

    /// <summary>A variable of the method given by reference.</summary>
    private static bool IsByReference(IOperation? written) =>
        written is { Parent: IArgumentOperation { Parameter.RefKind: not RefKind.None } }
        && written is ILocalReferenceOperation { Local: { RefKind: RefKind.None, Type.IsValueType: true } }
            or IParameterReferenceOperation { Parameter: { RefKind: RefKind.None, Type.IsValueType: true } };
}
