using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2006: result of setting a mask ignored. An explicit discard is deliberate.</summary>
internal sealed class MaskResultIgnored() : FlowRule(Descriptors.MaskResultIgnored)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.SetMask)
            return false;
        bool ignored = call.Operation.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => call.Frame.Facts.IsNeverRead(local),
            _ => false,
        };
        return ignored && call.Frame.ForeignCall is null && call.ReportAt(Descriptor, call.Operation, null, call.Method?.Name);
    }
}
