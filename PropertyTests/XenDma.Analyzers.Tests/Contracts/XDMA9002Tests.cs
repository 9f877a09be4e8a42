using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

public sealed class XDMA9002Tests : ContractTest
{
    private const string AtMethod = "a.dmacontract.json(3,17): XDMA9002: The contract entry cannot be used: ";
    private const string Map = "Acme.Fpga.Native.dma_map(nint,nint,ulong,int)";

    [Theory]
    [InlineData("Acme.Fpga.Native.Map()", "'Acme.Fpga.Native' has no method or property 'Map'")]
    [InlineData("Acme.Fpga.Nativ.dma_map", "there is no type 'Acme.Fpga.Nativ'")]
    [InlineData("Acme.Fpga.Handle.Outer.Release()", "there is no type 'Acme.Fpga.Handle.Outer'")]
    [InlineData("Acme.Fpga.Native.dma_unmap(nint,int)",
        "'Acme.Fpga.Native.dma_unmap' does not take (System.IntPtr,System.Int32), but (System.IntPtr,System.IntPtr)")]
    [InlineData("Acme.Fpga.Native.Sync",
        "'Acme.Fpga.Native.Sync' has overloads, so that its parameters must be given: (System.IntPtr) or (System.IntPtr,System.UInt64)")]
    public Task MethodThatIsNotThere_Triggers(string method, string expected) =>
        AssertProblemAsync(File($$"""{ "method": "{{method}}", "role": "Unmap", "address": 0 }"""), AtMethod + expected);

    [Theory]
    [InlineData("\"role\": \"Map\", \"device\": 4", "there is none at position 4")]
    [InlineData("\"role\": \"Map\", \"device\": \"this\"", "has no 'this' that could be the device")]
    [InlineData("\"role\": \"Map\", \"size\": \"return\"", "what a method of the role Map returns cannot be the size")]
    [InlineData("\"role\": \"Map\", \"device\": 0, \"buffer\": 0", "the parameter 'device' is the device already")]
    [InlineData("\"role\": \"Unmap\"", "a method of the role Unmap needs an 'address'")]
    [InlineData("\"role\": \"MapSg\"", "a method of the role MapSg needs a 'list'")]
    [InlineData("\"role\": \"Free\"", "a method of the role Free needs a 'buffer' or an 'address'")]
    [InlineData("\"role\": \"SetMask\"", "a method of the role SetMask returns a bool")]
    [InlineData("\"role\": \"Map\", \"failure\": \"false\"", "the call gives nint, which is no bool")]
    [InlineData("\"role\": \"Map\", \"failure\": \"property:IsValid\"", "nint has no property 'IsValid'")]
    [InlineData("\"role\": \"Unmap\", \"address\": 0, \"failure\": \"zero\"", "the role Unmap has no failure")]
    [InlineData("\"role\": \"Map\", \"failure\": \"mappingError\"", "the failure is 'mappingError', but no method plays the role MappingError")]
    public async Task RoleThatItCannotPlay_Triggers(string role, string expected)
    {
        string problem = Assert.Single(await ProblemsAsync(File($$"""{ "method": "{{Map}}", {{role}} }""")));

        Assert.StartsWith("a.dmacontract.json(3,", problem, System.StringComparison.Ordinal);
        Assert.Contains("XDMA9002", problem, System.StringComparison.Ordinal);
        Assert.EndsWith(expected, problem, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme.Fpga.Dir.CardToCard", "'Acme.Fpga.Dir' has no constant number 'CardToCard'")]
    [InlineData("Acme.Fpga.Options.Write", "'Acme.Fpga.Options' has no constant number 'Write'")]
    [InlineData("Acme.Fpga.Direction.In", "there is no type 'Acme.Fpga.Direction'")]
    public Task ConstantThatIsNotThere_Triggers(string constant, string expected) => AssertProblemAsync(
        $$"""{ "version": 1, "directions": { "{{constant}}": "ToDevice" } }""",
        "a.dmacontract.json(1,33): XDMA9002: The contract entry cannot be used: " + expected);

    [Fact]
    public async Task FilesThatContradictEachOther_Trigger()
    {
        string first = File("""{ "method": "Acme.Fpga.Native.dma_unmap", "role": "Unmap", "address": 1 }""");
        string second = File("""{ "method": "Acme.Fpga.Native.dma_unmap(nint,nint)", "role": "SyncForCpu", "address": 1 }""");

        Assert.Equal(
            ["b.dmacontract.json(3,17): XDMA9002: The contract entry cannot be used: 'Acme.Fpga.Native.dma_unmap(System.IntPtr,System.IntPtr)' "
                + "has another contract in a.dmacontract.json(3,17), which stands"],
            await ProblemsAsync(first, second));
    }

    [Fact]
    public async Task AssemblyWithoutTheType_Triggers()
    {
        const string File = """
            { "version": 1, "assembly": "Acme.Fpga",
              "methods": [ { "method": "Acme.Other.Native.Map()", "role": "Map" } ] }
            """;

        Assert.EndsWith("there is no type 'Acme.Other.Native'", Assert.Single(await ProblemsAsync(File)), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme.Fpga.Native.dma_map(System.IntPtr, System.IntPtr, System.UInt64, System.Int32)", "\"role\": \"Map\", \"failure\": \"zero\"")]
    [InlineData("Acme.Fpga.Native.dma_map", "\"role\": \"Map\", \"direction\": \"ToDevice\", \"failure\": \"minusOne\"")]
    [InlineData("Acme.Fpga.Native.TryMap(ref int, out nint, in System.Guid, byte[][], int[,], void*)",
        "\"role\": \"Map\", \"address\": 1, \"failure\": \"false\"")]
    [InlineData("Acme.Fpga.Native.TryMap(System.Int32@,System.IntPtr@,System.Guid@,System.Byte[][],System.Int32[0:,0:],System.Void*)",
        "\"role\": \"Map\", \"address\": 1")]
    [InlineData("Acme.Fpga.Handle..ctor(nint,int)", "\"role\": \"Map\", \"device\": 0, \"size\": 1, \"failure\": \"exception\"")]
    [InlineData("Acme.Fpga.Handle.#ctor", "\"role\": \"Map\", \"failure\": \"property:IsValid\"")]
    [InlineData("Acme.Fpga.Handle.Dispose()", "\"role\": \"Unmap\", \"address\": \"this\", \"idempotent\": true")]
    [InlineData("Acme.Fpga.Handle.Inner.Release()", "\"role\": \"Unmap\", \"address\": \"this\"")]
    [InlineData("Acme.Fpga.Handle+Inner.Release", "\"role\": \"Unmap\", \"address\": \"this\"")]
    [InlineData("Acme.Fpga.Handle.IsValid", "\"role\": \"Wait\", \"device\": \"this\", \"failure\": \"false\"")]
    [InlineData("Acme.Fpga.Pool`1.Rent``1(``0[],System.Collections.Generic.List<`0>)", "\"role\": \"Submit\", \"device\": \"this\"")]
    public async Task RightEntry_DoesNotTrigger(string method, string role) =>
        Assert.Empty(await ProblemsAsync(File($$"""{ "method": "{{method}}", {{role}} }""")));

    [Theory]
    [InlineData("""{ "method": "Acme.Fpga.Native.dma_map", "role": "Map" }""")]
    [InlineData("""{ "method": "Other.Library.Native.Map()", "role": "Map" }""")]
    public async Task LibraryThatIsNotReferenced_DoesNotTrigger(string entry) => Assert.Empty(await ProblemsWithoutLibraryAsync(File(entry)));

    [Fact]
    public async Task AssemblyThatIsNotReferenced_DoesNotTrigger() => Assert.Empty(await ProblemsWithoutLibraryAsync("""
        { "version": 1, "assembly": "Acme.Fpga",
          "methods": [ { "method": "System.String.Map()", "role": "Map" } ], "directions": { "System.DayOfWeek.Noday": "ToDevice" } }
        """));

    [Fact]
    public async Task TheSameTwice_DoesNotTrigger()
    {
        string file = File("""{ "method": "Acme.Fpga.Native.dma_unmap", "role": "Unmap", "address": 1 }""");

        Assert.Empty(await ProblemsAsync(file, file));
    }
}
