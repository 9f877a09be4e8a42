using System;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>Tells a parameter's part: by its attribute, else by its type, else by its name.</summary>
internal static class PartInference
{
    public static Part? Of(IParameterSymbol parameter)
    {
        if (Names.Attribute(parameter, Names.PartAttribute) is { } attribute)
            return Enum.TryParse<Part>(Names.FirstEnumArgument(attribute), out var named) ? named : null;
        return ByType(parameter.Type) ?? ByName(parameter);
    }

    private static Part? ByType(ITypeSymbol type) => type.Name switch
    {
        "DmaAddr" => Part.Address,
        "Device" => Part.Device,
        "GuestBuffer" or "Page" => Part.Buffer,
        "ScatterList" => Part.List,
        "DmaDirection" => Part.Direction,
        "DmaAttrs" => Part.Attrs,
        _ => null,
    };

    private static Part? ByName(IParameterSymbol parameter)
    {
        bool number = parameter.Type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
        return parameter.Name switch
        {
            "size" or "length" or "bytes" or "sizeBytes" when number => Part.Size,
            "count" or "entries" or "nents" when number => Part.Count,
            "address" or "addr" or "handle" or "dmaAddress" or "dmaHandle" when number => Part.Address,
            "direction" or "dir" => Part.Direction,
            "attrs" or "attributes" => Part.Attrs,
            "device" or "dev" => Part.Device,
            "buffer" or "memory" or "page" => Part.Buffer,
            "list" or "sg" or "sgl" => Part.List,
            _ => null,
        };
    }
}
