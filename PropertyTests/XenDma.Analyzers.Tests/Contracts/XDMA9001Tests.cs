using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

public sealed class XDMA9001Tests : ContractTest
{
    private const string Says = "XDMA9001: The contract file cannot be read here: ";

    [Theory]
    [InlineData("", "a.dmacontract.json(1,1): " + Says + "the file ends where a value was expected")]
    [InlineData("{", "a.dmacontract.json(1,2): " + Says + "a name in quotes or '}' was expected")]
    [InlineData("{ \"version\": 1", "a.dmacontract.json(1,15): " + Says + "the file ends where ',' or '}' was expected")]
    [InlineData("{ \"version\" 1 }", "a.dmacontract.json(1,13): " + Says + "':' was expected")]
    [InlineData("{ \"version\": 1, }", "a.dmacontract.json(1,15): " + Says + "',' stands before '}'")]
    [InlineData("{ \"version\": 01 }", "a.dmacontract.json(1,14): " + Says + "this is no number of JSON")]
    [InlineData("{ \"version\": \"\\q\" }", "a.dmacontract.json(1,15): " + Says + "this is no escape of JSON")]
    [InlineData("{ \"version\": 1 // one\n}", "a.dmacontract.json(1,16): " + Says + "',' or '}' was expected")]
    [InlineData("// a file\n{ }", "a.dmacontract.json(1,1): " + Says + "JSON has no comments")]
    [InlineData("{ \"version\": \"a\nb\" }", "a.dmacontract.json(1,16): " + Says + "a text ends on its line, and has no control characters")]
    [InlineData("{ \"version\": 1, \"version\": 1 }", "a.dmacontract.json(1,17): " + Says + "'version' stands here for the second time")]
    [InlineData("{ \"version\": 1 } x", "a.dmacontract.json(1,18): " + Says + "the end of the file was expected")]
    [InlineData("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "a.dmacontract.json(1,17): " + Says + "more than 16 objects and lists stand within each other")]
    [InlineData("[]", "a.dmacontract.json(1,1): " + Says + "an object with 'version' and 'methods' was expected")]
    [InlineData("{ \"methods\": [] }", "a.dmacontract.json(1,1): " + Says + "'version' is missing: \"version\": 1 was expected")]
    [InlineData("{ \"version\": 2 }", "a.dmacontract.json(1,14): " + Says + "this reader knows version 1 only")]
    [InlineData("{ \"version\": 1, \"methods\": {} }", "a.dmacontract.json(1,28): " + Says + "a list of methods was expected")]
    [InlineData("{ \"version\": 1, \"methods\": [ 1 ] }", "a.dmacontract.json(1,30): " + Says + "an object with 'method' and 'role' was expected")]
    [InlineData("{ \"version\": 1, \"assembly\": 1 }", "a.dmacontract.json(1,29): " + Says + "the name of an assembly was expected")]
    [InlineData("{ \"version\": 1, \"directions\": { \"A.B\": \"Up\" } }",
        "a.dmacontract.json(1,40): " + Says + "one of Bidirectional, ToDevice, FromDevice, None was expected")]
    public Task File_Triggers(string file, string expected) => AssertProblemAsync(file, expected);

    [Theory]
    [InlineData("""{ "role": "Map" }""", "a.dmacontract.json(3,5): " + Says + "'method' is missing")]
    [InlineData("""{ "method": "A.B()" }""", "a.dmacontract.json(3,5): " + Says + "'role' is missing")]
    [InlineData("""{ "method": "A.B(", "role": "Map" }""",
        "a.dmacontract.json(3,17): " + Says + "the full name of a method was expected, as Ns.Type.Method(System.IntPtr,System.UInt64@)")]
    [InlineData("""{ "method": "A.B()", "role": "Map", "failure": "error" }""",
        "a.dmacontract.json(3,52): " + Says + "one of mappingError, null, zero, minusOne, negative, nonZeroStatus, false, exception, never, "
        + "property:Name, property:!Name or property:Name=Member was expected")]
    [InlineData("""{ "method": "A.B()", "role": "Unmap", "idempotent": 1 }""", "a.dmacontract.json(3,57): " + Says + "true or false was expected")]
    [InlineData("""{ "method": "A.B()", "role": "Unmap", "size": -1 }""",
        "a.dmacontract.json(3,51): " + Says + "the position of a parameter (from 0), \"this\" or \"return\" was expected")]
    [InlineData("""{ "method": "X.A.B()", "role": "Unmap", "adress": 1 }""",
        "a.dmacontract.json(3,45): " + Says + "'adress' is not known here: one of method, role, device, buffer, address, size, direction, attrs, "
        + "list, count, offset, failure, idempotent was expected")]
    public Task Entry_Triggers(string entry, string expected) => AssertProblemAsync(File(entry), expected);

    [Fact]
    public async Task UnknownRole_Triggers()
    {
        string problem = Assert.Single(await ProblemsAsync(File("""{ "method": "A.B()", "role": "map" }""")));

        Assert.StartsWith("a.dmacontract.json(3,34): " + Says + "one of Map, Unmap, MapSg,", problem, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryMistakeOfAFile_Triggers() => Assert.Equal(2, (await ProblemsAsync(File("{ }, 1"))).Count - 1);

    [Fact]
    public async Task TooLongAFile_Triggers()
    {
        string problem = Assert.Single(await ProblemsAsync(new string(' ', (1 << 20) + 1)));

        Assert.EndsWith("the file has 1048577 characters, at most 1048576 are read", problem, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"version\": 1 }")]
    [InlineData("\t{\r\n\"$schema\": \"x\", \"version\": 1, \"methods\": [], \"directions\": {} }\n")]
    [InlineData("{ \"version\": 1, \"methods\": [ { \"method\": \"Acme.Fpga.Native.\\u0064ma_unmap\", \"role\": \"Unmap\", \"address\": 1 } ] }")]
    public async Task RightFile_DoesNotTrigger(string file) => Assert.Empty(await ProblemsAsync(file));
}
