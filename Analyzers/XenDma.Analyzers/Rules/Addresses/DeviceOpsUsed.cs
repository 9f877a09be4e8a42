using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Addresses;

/// <summary>XDMA5006: ops taken from the device. To ask whether it has any takes nothing.</summary>
internal sealed class DeviceOpsUsed() : FlowRule(Descriptors.OpsTaken)
{
    public override bool OnAddress(FlowAddress address)
    {
        if (address.Step != AddressStep.OpsTaken || address.Frame.ForeignCall is not null
            || address.Operation is not IPropertyReferenceOperation property || !Names.Is(property.Property.ContainingType, "Device")
            || IsNullTest(property))
            return false;
        return address.Report(new Finding(Descriptor, property, Wording.Text(property)));
    }

    private static bool IsNullTest(IOperation read)
    {
        var use = read.Parent;
        while (use is IConversionOperation)
            use = use.Parent;
        return use switch
        {
            IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
            _ => false,
        };
    }
}
