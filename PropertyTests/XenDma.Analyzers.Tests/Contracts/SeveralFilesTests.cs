using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>Several contract files are one contract: of one library, whatever they are called and in whatever order they come.</summary>
public sealed class SeveralFilesTests : ContractTest
{
    private const string Map = """{ "method": "Acme.Fpga.Native.dma_map", "role": "Map", "device": 0, "buffer": 1, "size": 2, "direction": 3, "failure": "zero" }""";
    private const string Unmap = """{ "method": "Acme.Fpga.Native.dma_unmap", "role": "Unmap", "device": 0, "address": 1 }""";
    private const string Sync = """{ "method": "Acme.Fpga.Native.Sync(nint,ulong)", "role": "SyncForCpu", "address": 0, "size": 1 }""";

    private const string Forgets = """
        static class Driver
        {
            static void Run(nint device, nint memory)
            {
                nint bus = Acme.Fpga.Native.dma_map(device, memory, 64, Acme.Fpga.Ways.Out);
                if (bus == 0)
                    return;
                Acme.Fpga.Native.Sync(bus, 64);
            }
        }
        namespace Acme.Fpga { static class Ways { public const int Out = 7; } }
        """;

    [Fact]
    public async Task ReleaseInAnotherFile_IsARelease()
    {
        Assert.Equal(["5: XDMA1004"], await FoundAsync(Forgets, File(Map), File(Unmap)));
        Assert.Equal(["5: XDMA1004"], await FoundAsync(Forgets, File(Unmap), File(Map)));
    }

    [Fact]
    public async Task ReleaseOfAnotherLibrary_IsNoneOfThisOne() =>
        Assert.Empty(await FoundAsync(Forgets, File(Map), File("""{ "method": "Other.Library.Unmap(nint)", "role": "Unmap", "address": 0 }""")));

    [Fact]
    public async Task DirectionsInAnotherFile_AreThoseOfTheLibrary() => Assert.Equal(
        ["8: XDMA4004"],
        (await FoundAsync(Forgets, File(Map + ", " + Unmap + ", " + Sync), """{ "version": 1, "directions": { "Acme.Fpga.Ways.Out": "ToDevice" } }"""))
            .Where(found => found.EndsWith("4004", System.StringComparison.Ordinal)));

    [Fact]
    public async Task QuestionInAnotherFile_IsTheQuestion()
    {
        const string Asked = """{ "method": "Acme.Fpga.Native.dma_map", "role": "Map", "failure": "mappingError" }""";
        const string Question = """{ "method": "Acme.Fpga.Handle.get_IsValid", "role": "MappingError", "address": "this" }""";

        Assert.Single(await ProblemsAsync(File(Asked)));
        Assert.DoesNotContain(await ProblemsAsync(File(Asked), File(Question)), problem => problem.Contains("no method plays", System.StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstFile_Stands()
    {
        string other = File("""{ "method": "Acme.Fpga.Native.dma_map", "role": "Submit", "device": 0 }""");

        Assert.Equal(["5: XDMA1004"], await FoundAsync(Forgets, File(Map + ", " + Unmap), other));
        Assert.Empty(await FoundAsync(Forgets, other, File(Map + ", " + Unmap)));
    }

    [Fact]
    public async Task TwoContractsInOneFile_Trigger()
    {
        string problem = Assert.Single(await ProblemsAsync(File(
            Unmap + ",\n" + """{ "method": "Acme.Fpga.Native.dma_unmap", "role": "SyncForCpu", "address": 1 }""")));

        Assert.StartsWith("a.dmacontract.json(4,13): XDMA9002: ", problem, System.StringComparison.Ordinal);
        Assert.EndsWith("has another contract in a.dmacontract.json(3,17), which stands", problem, System.StringComparison.Ordinal);
    }

    /// <summary>A project lists a file that the package has found already.</summary>
    [Fact]
    public async Task SameFileTwice_IsReadOnce()
    {
        string file = File("""{ "method": "Acme.Fpga.Native.none", "role": "Unmap", "address": 1 }""");
        var compilation = TestCompilation.Create([new("Empty.cs", "")], [.. TestCompilation.ReferencesWithoutApi, LibraryReference]);

        Assert.Single(await AnalyzerRunner.RunAsync(compilation, ContractText.Options(new ContractText(file), new ContractText(file))));
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(string driver, params string[] files)
    {
        var compilation = TestCompilation.Create([new("Driver.cs", driver)], [.. TestCompilation.ReferencesWithoutApi, LibraryReference]);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var texts = files.Select((text, i) => new ContractText(text, $"{i}.dmacontract.json"));
        var found = await AnalyzerRunner.RunAsync(compilation, ContractText.Options([.. texts]));
        return AnalyzerRunner.Lines(found.Where(d => d.Location.Kind == LocationKind.SourceFile));
    }
}
