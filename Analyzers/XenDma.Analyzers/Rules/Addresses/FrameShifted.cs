using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Addresses;

/// <summary>XDMA5002: a frame number shifted to an address in 32 bits, and widened only then.</summary>
internal sealed class FrameShifted() : FlowRule(Descriptors.ShiftedNarrow)
{
    public override bool OnAddress(FlowAddress address)
    {
        if (address.Step != AddressStep.ShiftedNarrow || address.Frame.ForeignCall is not null
            || address.Operation is not IBinaryOperation binary || !PageShifts.IsByPage(binary))
            return false;
        bool frame = Spaces.IsFrame(Spaces.Of(address.Value)) || (IsWidened(binary, out bool wrapped) && (wrapped || NamesFrame(binary.LeftOperand)));
        return frame && address.Report(new Finding(Descriptor, binary, Wording.Text(binary)));
    }

    /// <summary>The result is widened to 64 bits; and made an address right away.</summary>
    private static bool IsWidened(IBinaryOperation binary, out bool wrapped)
    {
        var use = binary.Parent;
        bool widened = false;
        while (use is IConversionOperation or IParenthesizedOperation)
        {
            widened |= use.Type?.SpecialType is SpecialType.System_UInt64 or SpecialType.System_Int64;
            use = use.Parent;
        }
        wrapped = widened && use is IArgumentOperation { Parent: IObjectCreationOperation made } && Spaces.IsAddress(Spaces.OfType(made.Type));
        return widened;
    }

    private static bool NamesFrame(IOperation operand)
    {
        while (operand is IConversionOperation conversion)
            operand = conversion.Operand;
        string name = operand switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IMemberReferenceOperation member => member.Member.Name,
            _ => "",
        };
        return Has(name, "pfn") || Has(name, "mfn") || Has(name, "gfn") || Has(name, "frame");
    }

    private static bool Has(string name, string part) => name.IndexOf(part, System.StringComparison.OrdinalIgnoreCase) >= 0;
}
