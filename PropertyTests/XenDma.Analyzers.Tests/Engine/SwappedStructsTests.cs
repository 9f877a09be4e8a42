using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>Structs that are copied in a circle: what each held at first is in another one now.</summary>
public sealed class SwappedStructsTests : RuleTest
{
    private const string Slot = """
            private struct Slot
            {
                public DmaAddr At;
                public int Size;
                public int Next { get; set; }
            }

        """;

    [Theory]
    [InlineData("(one, two) = (two, one);")]
    [InlineData("var kept = one; one = two; two = kept;")]
    [InlineData("var kept = one; one = two; two = three; three = kept;")]
    [InlineData("(one, two, three) = (two, three, one); (one, two) = (two, one);")]
    [InlineData("for (int i = 0; i < n; i++) { var kept = one; one = two; two = three; three = kept; }")]
    [InlineData("one = two; two = one; one = three; three = two;")]
    public Task OfParameters_EndsAndSaysNothing(string copies) => CheckAsync(InClass(Slot + $$"""
            private int Run(Slot one, Slot two, Slot three)
            {
                {{copies}}
                dev.SyncSingleForCpu(one.At, two.Size, DmaDirection.FromDevice);
                return one.Size + two.Next + three.Size;
            }
        """));

    /// <summary>Neither address is lost while each gets the other's.</summary>
    [Theory]
    [InlineData("(a, b) = (b, a);", "b", "a")]
    [InlineData("(b, a) = (a, b);", "b", "a")]
    [InlineData("(a, (b, _)) = (b, (a, n));", "b", "a")]
    public Task OfTwoAddresses_LosesNone(string swap, string first, string second) => CheckAsync(InMethod($"""
        using var own = dev.Map(buf2, DmaDirection.ToDevice);
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        var b = dev.MapSingle(buf.Slice(64, 32), 32, DmaDirection.ToDevice);
        if (dev.MappingError(b))
        {"{"}
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            return;
        {"}"}
        {swap}
        dev.UnmapSingle({first}, 64, DmaDirection.ToDevice);
        dev.UnmapSingle({second}, 32, DmaDirection.ToDevice);
        """));

    [Fact]
    public Task OfOneAddressOverAnother_LosesIt() => CheckAsync(InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        DmaAddr b;
        (a, b) = (default, default); // expect: XDMA1005
        port.Post(a.Value + b.Value, 1);
        """));

    [Fact]
    public Task OfArrayElements_EndsAndSaysNothing() => CheckAsync(InClass(Slot + """
            private int Run(Slot[] slots)
            {
                (slots[0], slots[1]) = (slots[1], slots[0]);
                dev.SyncSingleForCpu(slots[0].At, slots[1].Size, DmaDirection.FromDevice);
                return slots[0].Size + slots[1].Next;
            }
        """));

    [Fact]
    public Task OfOneThatHoldsAMapping_KeepsIt() => CheckAsync(InClass(Slot + """
            private void Run(Slot two)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                Slot one = new() { At = a, Size = 64 };
                (one, two) = (two, one);
                dev.UnmapSingle(two.At, two.Size, DmaDirection.FromDevice);
                dev.SyncSingleForCpu(two.At, 64, DmaDirection.FromDevice); // expect: XDMA1001
            }
        """));
}
