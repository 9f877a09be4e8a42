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
