using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What a number counts in.</summary>
internal enum Space
{
    None,
    GuestFrame,
    GuestAddress,
    BusFrame,
    BusAddress,
}

/// <summary>Tells which address space a value belongs to: by the types that it came through, and through arithmetic that keeps it an address.</summary>
internal static class Spaces
{
    public static Space Of(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Mapping:
                return value.Mapping!.Kind == MappingKind.Owned ? Space.None : Space.BusAddress;
            case ValueKind.Local or ValueKind.Member:
                return OfSymbol(value.Symbol);
            case ValueKind.Element when value.Args[0].Symbol is { } collection:
                return OfElement(collection);
            case ValueKind.Fresh when value.Payload is IOperation operation:
                return OfType(operation.Type);
            case ValueKind.Op:
                return OfOperator(value);
            default:
                return Space.None;
        }
    }

    public static Space OfType(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { IsValueType: true } named)
            return Space.None;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return OfType(named.TypeArguments[0]);
        if (!Names.InNamespace(named))
            return Space.None;
        return named.Name switch
        {
            "Pfn" or "Page" => Space.GuestFrame,
            "PhysAddr" => Space.GuestAddress,
            "Mfn" => Space.BusFrame,
            "DmaAddr" => Space.BusAddress,
            _ => Space.None,
        };
    }

    public static bool IsFrame(Space space) => space is Space.GuestFrame or Space.BusFrame;

    public static bool IsAddress(Space space) => space is Space.GuestAddress or Space.BusAddress;

    public static bool IsGuest(Space space) => space is Space.GuestFrame or Space.GuestAddress;

    public static bool IsBus(Space space) => space is Space.BusFrame or Space.BusAddress;

    private static Space OfSymbol(ISymbol? symbol) => OfType(symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    });

    private static Space OfElement(ISymbol collection)
    {
        var type = (collection as ILocalSymbol)?.Type ?? (collection as IParameterSymbol)?.Type ?? (collection as IFieldSymbol)?.Type
            ?? (collection as IPropertySymbol)?.Type;
        return type switch
        {
            IArrayTypeSymbol array => OfType(array.ElementType),
            INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } => OfType(arguments[arguments.Length - 1]),
            _ => Space.None,
        };
    }

    private static Space OfOperator(Value value)
    {
        if (value.Payload is ITypeSymbol type)
            return OfType(type);
        if (value.Payload is not string name || value.Args.Length == 0)
            return Space.None;
        switch (name)
        {
            case "+" or "Or":
                var left = Of(value.Args[0]);
                return left != Space.None || value.Args.Length < 2 ? left : Of(value.Args[1]);
            case "-":
                return Of(value.Args[1]) == Space.None ? Of(value.Args[0]) : Space.None;
            case "LeftShift" or "*":
                return Of(value.Args[0]) switch
                {
                    Space.GuestFrame => Space.GuestAddress,
                    Space.BusFrame => Space.BusAddress,
                    _ => Space.None,
                };
            case "RightShift" when value.Args[1].Number is { } bits:
                return bits != 12m ? Space.None : Of(value.Args[0]) switch
                {
                    Space.GuestAddress => Space.GuestFrame,
                    Space.BusAddress => Space.BusFrame,
                    _ => Space.None,
                };
            case "address of":
                return Space.BusAddress;
            case "unsigned" or "narrow32":
                return Of(value.Args[0]);
            default:
                return Space.None;
        }
    }
}
