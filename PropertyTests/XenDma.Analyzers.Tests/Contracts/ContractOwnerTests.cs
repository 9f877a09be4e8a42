using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>A using declaration is offered for a library that a contract file describes, if it has a map whose result owns the mapping, and for no other.</summary>
public sealed class ContractOwnerTests
{
    private const string File = "acme.dmacontract.json";
    private const string Title = "Use a mapping that is unmapped when disposed (its map throws on failure)";

    private const string Calls = """
        { "version": 1, "methods": [
          { "method": "Acme.Card.Pin", "role": "Map", "device": "this", "buffer": 0, "size": 1, "address": "return", "failure": "zero" },
          { "method": "Acme.Card.Unpin", "role": "Unmap", "device": "this", "address": 0 },
          { "method": "Acme.Card.ToCpu", "role": "SyncForCpu", "device": "this", "address": 0, "size": 1 }
        """;

    private const string Owner = """
        , { "method": "Acme.Card.Lend", "role": "Map", "device": "this", "buffer": 0, "size": 1, "address": "return", "failure": "exception" },
          { "method": "Acme.Loan.Dispose", "role": "Unmap", "address": "this" },
          { "method": "Acme.Loan.ToCpu", "role": "SyncForCpu", "address": "this" }
        """;

    private const string End = "] }";

    [Fact]
    public async Task LibraryWithAnOwner_GetsAUsingDeclaration()
    {
        using var workspace = new AdhocWorkspace();
        var document = Add(workspace, Library("public ulong Bus => 0;"), Calls + Owner + End);
        Assert.Contains(Title, await FixRunner.TitlesAsync(document, "XDMA1004"));

        var solution = await FixRunner.FixAllAsync(document, "XDMA1004", FixAllScope.Document, 1);

        var changed = solution.GetProject(document.Project.Id)!;
        string text = (await changed.Documents.Single().GetTextAsync()).ToString();
        Assert.Equal(Fixed, text);
        var compilation = (await changed.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await AnalyzerRunner.RunAsync(compilation, changed.AnalyzerOptions));
    }

    /// <summary>An owner that tells no address is of no use to a device that must be told one; nor is a type that no contract speaks of.</summary>
    [Theory]
    [InlineData("public string Bus => \"\";", Calls + Owner + End)]
    [InlineData("public ulong Bus => 0;", Calls + End)]
    public async Task LibraryWithoutAnOwnerOfUse_GetsNone(string member, string contract)
    {
        using var workspace = new AdhocWorkspace();

        Assert.Equal(["Unmap it on every path"], await FixRunner.TitlesAsync(Add(workspace, Library(member), contract), "XDMA1004"));
    }

    private static string Library(string member) => $$"""
        namespace Acme;

        public sealed class Card
        {
            public ulong Pin(System.IntPtr memory, int bytes) => 0;
            public void Unpin(ulong bus) { }
            public void ToCpu(ulong bus, int bytes) { }
            public Loan Lend(System.IntPtr memory, int bytes) => throw null!;
            public bool Start(ulong bus) => true;
        }

        public sealed class Loan : System.IDisposable
        {
            {{member}}
            public void ToCpu() { }
            public void Dispose() { }
        }
        """;

    private const string Driver = """
        using Acme;

        public sealed class Driver(Card card)
        {
            public bool Run(System.IntPtr memory, bool quick)
            {
                ulong bus = card.Pin(memory, 64);
                if (bus == 0)
                    return false;
                card.Start(bus);
                card.ToCpu(bus, 64);
                if (quick)
                    return false;
                card.Unpin(bus);
                return true;
            }
        }
        """;

    private const string Fixed = """
        using Acme;

        public sealed class Driver(Card card)
        {
            public bool Run(System.IntPtr memory, bool quick)
            {
                using Loan mapping = card.Lend(memory, 64);
                card.Start(mapping.Bus);
                mapping.ToCpu();
                if (quick)
                    return false;
                return true;
            }
        }
        """;

    private static Document Add(AdhocWorkspace workspace, string library, string contract) => workspace.AddProject("Driver", LanguageNames.CSharp)
        .WithCompilationOptions(TestCompilation.Options)
        .WithParseOptions(TestCompilation.ParseOptions)
        .WithMetadataReferences([.. TestCompilation.ReferencesWithoutApi,
            TestCompilation.Emit("Acme", [new("Library.cs", library)], TestCompilation.ReferencesWithoutApi)])
        .AddAdditionalDocument(File, SourceText.From(contract), filePath: File).Project
        .AddDocument("Driver.cs", SourceText.From(Driver));
}
