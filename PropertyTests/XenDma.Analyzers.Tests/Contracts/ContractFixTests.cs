using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>Fixes speak the library's language: they ask as its contract says that a failure is told, and call its own methods.</summary>
public sealed class ContractFixTests
{
    [Theory]
    [InlineData("StructBuffer", "Quartz.Kernel", "XDMA2005",
        "var b = Pinned.Allocate(4096);\nPort.Write(0, b.BusAddress);\nPinned.Free(ref b);", "if (!b.IsValid)")]
    [InlineData("StatusCodes", "Granite.Wdk", "XDMA2001",
        "int window = Dma.OpenWindow(0, 0, 4096);\nDma.CloseWindow(window);", "if (window == -1)")]
    [InlineData("Kernel", "Basalt.Dma", "XDMA2001",
        "ulong a = Bus.AttachPage(Card, 0, 0, 64, Flow.ToCard);\nCard.Start(a, 64);\nBus.DetachPage(Card, a, 64, Flow.ToCard);",
        "if (Bus.HasFailed(Card, a))")]
    [InlineData("Kernel", "Basalt.Dma", "XDMA2002",
        "ulong a = Bus.AttachPage(Card, 0, 0, 64, Flow.ToCard);\nif (a == 0)\nreturn;\nBus.DetachPage(Card, a, 64, Flow.ToCard);",
        "if (Bus.HasFailed(Card, a))")]
    public async Task Fix_AsksAsTheContractSays(string folder, string library, string id, string statements, string expected)
    {
        using var workspace = new AdhocWorkspace();
        var document = Add(workspace, folder, library, statements);

        var solution = await FixRunner.FixAllAsync(document, id, FixAllScope.Document, 0);
        var changed = solution.GetProject(document.Project.Id)!;

        Assert.Contains(expected, (await changed.Documents.Single().GetTextAsync()).ToString(), System.StringComparison.Ordinal);
        var compilation = (await changed.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await AnalyzerRunner.RunAsync(compilation, changed.AnalyzerOptions));
    }

    private static Document Add(AdhocWorkspace workspace, string folder, string library, string statements)
    {
        string source = $"using {library};\n\npublic abstract class Driver\n{{\n"
            + (folder == "StructBuffer" ? "    protected abstract IRegisters Port { get; }\n\n" : "")
            + (folder == "Kernel" ? "    protected abstract Adapter Card { get; }\n\n" : "")
            + $"    public void Run()\n    {{\n        {statements.Replace("\n", "\n        ", System.StringComparison.Ordinal)}\n    }}\n}}\n";
        return FixRunner.CreateDocument(
            workspace, source, [.. TestCompilation.ReferencesWithoutApi, ContractSampleTests.Samples.Library(folder)], ContractSampleTests.Samples.Contract(folder));
    }
}
