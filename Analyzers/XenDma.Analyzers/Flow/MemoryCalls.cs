using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What a call does to memory that it is given.</summary>
internal enum Touch
{
    None,
    Read,
    Write,

    /// <summary>Returns another view of the memory.</summary>
    View,
}

/// <summary>Tells by name and signature which memory a library's method reads, writes, or makes a view of.</summary>
internal static class MemoryCalls
{
    /// <summary>The bytes of a struct: more than any number has.</summary>
    private const int Whole = 64;

    /// <summary>The part of a view that a call cuts out: an offset and a length by their parameters' names.</summary>
    public static bool IsView(IMethodSymbol method) => method.Name switch
    {
        "Slice" or "AsSpan" or "AsMemory" => !method.ReturnsVoid,
        "AsPointer" or "AsBytes" or "GetReference" or "GetArrayDataReference" or "GetPinnableReference" or "CreateReadOnlySpan" or "AddrOfPinnedObject" => true,
        "Cast" => method.ContainingType?.Name == "MemoryMarshal",
        _ => false,
    };

    /// <summary>The name of a property that is the memory itself, seen otherwise.</summary>
    public static bool IsNamedView(IPropertySymbol property) =>
        property.Name is "Span" or "Memory" or "ReadOnlySpan" && property.Parameters.IsEmpty && IsSpan(property.Type);

    /// <summary>The one property of a library's type that is memory.</summary>
    public static bool IsWholeView(IPropertySymbol property)
    {
        if (!property.Parameters.IsEmpty || property.IsStatic || property.DeclaringSyntaxReferences.Length > 0 || !IsMemory(property))
            return false;
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IPropertySymbol { IsStatic: false } other && !SymbolEqualityComparer.Default.Equals(other, property.OriginalDefinition) && IsMemory(other))
                return false;
        }
        return true;
    }

    /// <summary>A span, or in a struct that stands for memory a pointer.</summary>
    private static bool IsMemory(IPropertySymbol property) =>
        (IsSpan(property.Type) && !KnownCalls.IsCollection(property.ContainingType)) || (property.ContainingType.IsValueType && IsPointer(property.Type));

    /// <summary>What the method does to the memory that it is called on.</summary>
    public static Touch OfReceiver(IMethodSymbol method)
    {
        string name = method.Name;
        if (name is "Fill" or "Clear" or "CopyFrom" || Starts(name, "Write") || Starts(name, "Set"))
            return Touch.Write;
        return name is "CopyTo" or "TryCopyTo" or "ToArray" or "GetEnumerator" || Starts(name, "Read") || Starts(name, "Get") ? Touch.Read : Touch.None;
    }

    /// <summary>What the method does to the memory that it is given as this argument.</summary>
    public static Touch OfArgument(IMethodSymbol method, IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (IsReadOnly(type))
            return Touch.Read;
        if (IsExtensionReceiver(method, parameter))
            return method.Name is "Fill" or "Clear" or "Reverse" or "Sort" || Starts(method.Name, "Write") ? Touch.Write : Touch.Read;
        if (IsPointer(type))
            return OfPointer(method, parameter);
        if (!IsSpan(type) && type.TypeKind != TypeKind.Array && type.SpecialType != SpecialType.System_Array)
            return Touch.None;
        if (!IsLibrary(method))
            return Touch.None;
        return parameter.Name is "source" or "src" or "sourceArray" or "value" or "bytes" || Starts(method.Name, "Write") || Starts(method.Name, "Send")
            ? Writes(method, parameter) : Touch.Write;
    }

    /// <summary>The base library's calls on raw memory tell by their names, and by those of their parameters.</summary>
    private static Touch OfPointer(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (method.ContainingType is not { Name: "Marshal" or "Unsafe" or "Buffer" or "NativeMemory" } type || !InSystem(type))
            return Touch.None;
        string name = method.Name;
        if (Starts(parameter.Name, "dest") || Starts(name, "Write") || Starts(name, "Init") || name is "Fill" or "Clear" or "StructureToPtr")
            return Touch.Write;
        return parameter.Name is "source" or "src" || Starts(name, "Read") || Starts(name, "PtrTo") ? Touch.Read : Touch.None;
    }

    public static bool IsPointer(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Pointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static bool InSystem(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name == "System";
    }

    /// <summary>The bytes of a number that the method reads out of memory; 0 when it reads none.</summary>
    public static int NumberRead(IMethodSymbol method)
    {
        bool reads = method.ContainingType?.Name is "BinaryPrimitives" or "BitConverter" or "MemoryMarshal" or "Unsafe" or "Marshal" or "Volatile"
            || !method.IsStatic;
        if (!reads || method.ReturnsVoid || !(Starts(method.Name, "Read") || Starts(method.Name, "To") || Starts(method.Name, "Get")))
            return 0;
        int bits = BitsOf(method.ReturnType);
        return bits == 0 && method is { IsGenericMethod: true, ReturnType.IsValueType: true } && method.Name is "Read" or "ReadUnaligned" ? Whole : bits / 8;
    }

    public static bool IsSpan(ITypeSymbol? type) => type?.Name is "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory";

    /// <summary>The width of a number; 0 for what is none.</summary>
    public static int BitsOf(ITypeSymbol? type)
    {
        var special = type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } ? underlying.SpecialType : type?.SpecialType;
        return special switch
        {
            SpecialType.System_Byte or SpecialType.System_SByte => 8,
            SpecialType.System_UInt16 or SpecialType.System_Int16 or SpecialType.System_Char => 16,
            SpecialType.System_UInt32 or SpecialType.System_Int32 => 32,
            SpecialType.System_UInt64 or SpecialType.System_Int64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => 64,
            _ => 0,
        };
    }

    /// <summary>The parameter says where, or how much, by its name.</summary>
    public static bool IsOffset(IParameterSymbol parameter) => parameter.Name is "offset" or "start" or "startIndex" or "index" or "sourceIndex"
        or "destinationIndex" or "srcOffset" or "dstOffset" or "arrayIndex" or "ofs";

    public static bool IsLength(IParameterSymbol parameter) => parameter.Name is "length" or "count" or "size" or "minimumLength" or "newSize" or "capacity" or "bytes";

    /// <summary>Not of the driver's own code: the library's memory does what its names say, also where its source is part of the compilation.</summary>
    public static bool IsLibrary(IMethodSymbol method) => method.DeclaringSyntaxReferences.Length == 0 || Names.InNamespace(method.ContainingType);

    private static Touch Writes(IMethodSymbol method, IParameterSymbol parameter) =>
        Starts(method.Name, "Get") || Starts(method.Name, "Read") || parameter.RefKind == RefKind.Out ? Touch.Write : Touch.Read;

    private static bool IsExtensionReceiver(IMethodSymbol method, IParameterSymbol parameter) =>
        parameter.Ordinal == 0 && (method.ContainingType?.Name is "MemoryExtensions" or "BinaryPrimitives" or "MemoryMarshal");

    private static bool IsReadOnly(ITypeSymbol type) => type.Name is "ReadOnlySpan" or "ReadOnlyMemory";

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, System.StringComparison.Ordinal);
}
