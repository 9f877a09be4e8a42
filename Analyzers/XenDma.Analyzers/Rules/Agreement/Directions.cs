using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>Directions are known by the names of the enum's members.</summary>
internal static class Directions
{
    public static bool Is(Value? direction, MappingInfo info, string name) =>
        Name(direction, Wording.Written(info, Part.Direction)) == name;

    public static string Name(Value? direction, IOperation? written)
    {
        if (direction?.Number is { } number && written?.Type is { TypeKind: TypeKind.Enum } type)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { HasConstantValue: true } field
                    && System.Convert.ToDecimal(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture) == number)
                    return field.Name;
            }
        }
        return Wording.Text(written);
    }
}
