using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What the bodies of a compilation tell of its types: which fields keep memory that a device writes, which address belongs to which
/// buffer, which masks are set. Read once, before the first analysis.</summary>
internal sealed class TypeFacts
{
    private readonly HashSet<ISymbol> _coherent = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _written = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ISymbol?> _buffers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _narrow = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _asking = new(SymbolEqualityComparer.Default);

    /// <summary>The field keeps coherent memory.</summary>
    public bool IsCoherent(ISymbol field) => _coherent.Contains(field);

    /// <summary>The field keeps memory that some device writes.</summary>
    public bool IsShared(ISymbol field) => _coherent.Contains(field) || _written.Contains(field);

    /// <summary>The one field whose buffer the address in this field was mapped for.</summary>
    public ISymbol? BufferOf(ISymbol address) => _buffers.TryGetValue(address, out var buffer) ? buffer : null;

    /// <summary>Some method of the type limits the device to 32 bits, or to a mask that nobody can tell.</summary>
    public bool HasNarrowMask(ISymbol member) => Outermost(member) is { } type && _narrow.Contains(type);

    /// <summary>Some method of the type asks how large a mapping may be.</summary>
    public bool AsksLimit(ISymbol member) => Outermost(member) is { } type && _asking.Contains(type);

    public bool MentionsShared(HashSet<ISymbol> members)
    {
        foreach (var member in members)
        {
            if (IsShared(member))
                return true;
        }
        return false;
    }

    /// <summary>Adds what a body tells; the names of the fields that it makes known.</summary>
    public IEnumerable<string> Add(IOperation body, MethodTraits traits, ISymbol owner)
    {
        if (traits.AsksLimit && Outermost(owner) is { } asking)
            _asking.Add(asking);
        var named = new List<string>();
        FieldAliases? aliases = null;
        foreach (var (call, contract) in traits.Roles)
        {
            if (contract.Role == Role.SetMask && IsNarrow(call) && Outermost(owner) is { } type)
                _narrow.Add(type);
            if (contract.Role is not (Role.Map or Role.Alloc or Role.Free))
                continue;
            foreach (var field in Shared(call, contract, aliases ??= new FieldAliases(body)))
                named.Add(field.Name);
        }
        return named;
    }

    private static bool IsNarrow(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_UInt64)
                return argument.Value.ConstantValue is not { HasValue: true, Value: ulong mask } || mask <= uint.MaxValue;
        }
        return true;
    }

    private IEnumerable<ISymbol> Shared(IInvocationOperation call, MethodContract contract, FieldAliases aliases)
    {
        if (contract.Role == Role.Free && Argument(call, contract[Part.Buffer]) is { } freed && aliases.FieldOf(freed) is { } coherent && _coherent.Add(coherent))
            yield return coherent;
        if (contract.Role == Role.Alloc && aliases.FieldHolding(call) is { } kept && _coherent.Add(kept))
            yield return kept;
        if (contract.Role != Role.Map || Argument(call, contract[Part.Buffer]) is not { } mapped || aliases.FieldOf(mapped) is not { } buffer)
            yield break;
        var written = Argument(call, contract[Part.Direction]);
        var number = written?.ConstantValue is { HasValue: true, Value: { } value and not (string or bool or char or float or double or decimal) }
            ? Value.Int(System.Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture)) : null;
        if (DirectionNames.Of(contract, number, written) == "FromDevice" && _written.Add(buffer))
            yield return buffer;
        if (aliases.FieldHolding(call) is { } address)
            _buffers[address] = _buffers.TryGetValue(address, out var known) && !SymbolEqualityComparer.Default.Equals(known, buffer) ? null : buffer;
    }

    private static IOperation? Argument(IInvocationOperation call, int place)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == place)
                return argument.Value;
        }
        return null;
    }

    private static INamedTypeSymbol? Outermost(ISymbol member)
    {
        var type = member as INamedTypeSymbol ?? member.ContainingType;
        while (type?.ContainingType is { } outer)
            type = outer;
        return type;
    }
}
