namespace XenDma.Specs.Scenarios;

/// <summary>An address that a step is given: a number, or what an earlier step returned plus an offset. The latter keeps a scenario
/// meaningful for an implementation that picks other slots.</summary>
public readonly record struct Operand
{
    private Operand(int? step, int? segment, ulong value)
    {
        Step = step;
        Segment = segment;
        Value = value;
    }

    /// <summary>The index of the step whose address is meant; null for a number.</summary>
    public int? Step { get; }

    /// <summary>The segment of that map_sg step; null for other steps.</summary>
    public int? Segment { get; }

    /// <summary>The number itself, or the bytes to add to the step's address.</summary>
    public ulong Value { get; }

    /// <summary>A number: an address in bytes, or for a pfn a frame's number.</summary>
    public static Operand Literal(ulong value) => new(null, null, value);

    /// <summary>What a step returned, plus bytes.</summary>
    public static Operand Of(int step, ulong plus = 0) => new(step, null, plus);

    /// <summary>A segment of what a map_sg step returned, plus bytes.</summary>
    public static Operand OfSegment(int step, int segment, ulong plus = 0) => new(step, segment, plus);

    /// <summary>As people read it: <c>0x1f000</c>, <c>#3+64</c>, <c>#3[1]</c>.</summary>
    public override string ToString()
    {
        if (Step is not { } step) return $"0x{Value:x}";
        string place = Segment is { } segment ? $"#{step}[{segment}]" : $"#{step}";
        return Value == 0 ? place : $"{place}+{Value}";
    }
}
