using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>The step from a frame's number to its address.</summary>
internal static class PageShifts
{
    private const int PageShift = 12;
    private const int PageSize = 1 << PageShift;

    /// <summary>A constant shift by a page, or a product with its size.</summary>
    public static bool IsByPage(IBinaryOperation binary) => binary.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.Multiply
        && binary.RightOperand.ConstantValue is { HasValue: true, Value: { } by }
        && by is int or uint && System.Convert.ToInt64(by, System.Globalization.CultureInfo.InvariantCulture)
            == (binary.OperatorKind == BinaryOperatorKind.LeftShift ? PageShift : PageSize);
}
