using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>An immutable symbolic value, equal by structure.</summary>
internal sealed class Value : IEquatable<Value>
{
    /// <summary>A value with more parts than this becomes opaque.</summary>
    public const int MaxSize = 48;

    public static readonly Value Null = new(ValueKind.Const, null);
    public static readonly Value True = new(ValueKind.Const, true);
    public static readonly Value False = new(ValueKind.Const, false);
    public static readonly Value This = new(ValueKind.This, null);

    /// <summary>The hash of an empty text (FNV-1a).</summary>
    public const uint FirstHash = 2166136261;

    private const int SmallCount = 65;
    private static readonly Value[] Small = MakeSmall();

    private readonly int _hash;

    public Value(ValueKind kind, object? payload, params Value[] args)
        : this(kind, payload, 0, args)
    {
    }

    public Value(ValueKind kind, object? payload, int round, params Value[] args)
    {
        Kind = kind;
        Payload = payload;
        Round = round;
        Args = args;
        Size = 1;
        int hash = ((int)kind * 397) ^ HashOf(kind, payload) ^ (round * 7919);
        foreach (var arg in args)
        {
            Size += arg.Size;
            hash = (hash * 31) + arg._hash;
        }
        // Small numbers in a row are to fall into different slots of the tables.
        _hash = (int)((uint)hash * 0x9E3779B1u);
        _hash ^= (int)((uint)_hash >> 15);
    }

    public ValueKind Kind { get; }

    public object? Payload { get; }

    /// <summary>Tells the results of one operation in several rounds of a loop apart.</summary>
    public int Round { get; }

    public Value[] Args { get; }

    public int Size { get; }

    public ISymbol? Symbol => Payload as ISymbol;

    public MappingInfo? Mapping => Kind == ValueKind.Mapping ? (MappingInfo?)Payload : null;

    public bool IsConst => Kind == ValueKind.Const;

    public bool IsNull => Kind == ValueKind.Const && Payload is null;

    public decimal? Number => Kind == ValueKind.Const && Payload is decimal number ? number : null;

    public bool IsOp(string name) => Kind == ValueKind.Op && Payload is string op && op == name;

    public static Value Bool(bool value) => value ? True : False;

    public static Value Int(decimal value) =>
        value is >= 0m and < SmallCount && decimal.Truncate(value) == value ? Small[(int)value] : new(ValueKind.Const, value);

    public static Value Of(string op, params Value[] args) => new(ValueKind.Op, op, args);

    public static Value Fresh(IOperation site, int round, params Value[] args) => new(ValueKind.Fresh, site, round, args);

    public static Value Local(ISymbol symbol) => new(ValueKind.Local, symbol);

    public static Value Member(Value? receiver, ISymbol member) =>
        receiver is null ? new(ValueKind.Member, member) : new(ValueKind.Member, member, receiver);

    public static Value Element(Value collection, Value index) => new(ValueKind.Element, null, collection, index);

    public static Value Item(Value collection, IOperation site, int round) => Element(collection, Fresh(site, round));

    public static Value ListState(Value list) => new(ValueKind.ListState, null, list);

    public static Value SizeOf(Value container) => new(ValueKind.SizeOf, null, container);

    public static Value Cursor(Value enumerator) => new(ValueKind.Cursor, null, enumerator);

    public static Value RefTo(Value place) => new(ValueKind.RefTo, null, place);

    public static Value Memory(Value mapping) => new(ValueKind.Memory, null, mapping);

    public static Value Count(Value mapping) => new(ValueKind.Count, null, mapping);

    /// <summary>What is asked about a mapping in its stead; of memory, which it gives away too.</summary>
    public static Value Status(Value mapping) => new(ValueKind.Status, null, mapping);

    public static Value Failed(Value mapping) => new(ValueKind.Failed, null, mapping);

    public bool Equals(Value? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || other._hash != _hash || other.Kind != Kind || other.Round != Round || other.Args.Length != Args.Length)
            return false;
        if (!SamePayload(Payload, other.Payload))
            return false;
        for (int i = 0; i < Args.Length; i++)
        {
            if (!Args[i].Equals(other.Args[i]))
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Value);

    public override int GetHashCode() => _hash;

    /// <summary>Whether <paramref name="part"/> is this value or occurs in it.</summary>
    public bool Contains(Value part)
    {
        if (Equals(part))
            return true;
        foreach (var arg in Args)
        {
            if (arg.Contains(part))
                return true;
        }
        return false;
    }

    /// <summary>Whether a value of that kind is this or occurs in it.</summary>
    public bool Mentions(ValueKind kind)
    {
        if (Kind == kind)
            return true;
        foreach (var arg in Args)
        {
            if (arg.Mentions(kind))
                return true;
        }
        return false;
    }

    private static Value[] MakeSmall()
    {
        var small = new Value[SmallCount];
        for (int i = 0; i < SmallCount; i++)
            small[i] = new Value(ValueKind.Const, (decimal)i);
        return small;
    }

    /// <summary>Made of what the source says, so that tables are gone through in the same order on each run. What the kind says of the payload
    /// spares tests for interfaces, which cost more than the hash.</summary>
    private static int HashOf(ValueKind kind, object? payload)
    {
        if (payload is null)
            return 0;
        if (payload is string text)
            return HashOf(text);
        if (kind is ValueKind.Const or ValueKind.Mapping or ValueKind.Capture)
            return payload.GetHashCode();
        return payload switch
        {
            MethodContract contract => (int)contract.Role,
            BasicBlock block => block.Ordinal,
            // The compiler has locals without a name.
            ISymbol symbol => HashOf(symbol.Name ?? ""),
            IOperation operation => HashOf(operation),
            _ => payload.GetHashCode(),
        };
    }

    public static int HashOf(string text)
    {
        uint hash = FirstHash;
        foreach (char c in text)
            hash = NextHash(hash, c);
        return (int)hash;
    }

    public static uint NextHash(uint hash, char c) => (hash ^ c) * 16777619;

    public static int HashOf(IOperation operation) =>
        (operation.Syntax.SpanStart * 397) ^ operation.Syntax.Span.Length ^ ((int)operation.Kind << 20);

    private static bool SamePayload(object? a, object? b) =>
        a is ISymbol x && b is ISymbol y ? SymbolEqualityComparer.Default.Equals(x, y) : Equals(a, b);
}
