using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Rules;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>Which bodies are looked at: all that have to do with DMA, wherever the name of a contract stands.</summary>
public sealed class DmaIndexTests : RuleTest
{
    [Fact]
    public async Task CompilationWithoutContract_RegistersNothing()
    {
        var analyzer = new DmaFlowAnalyzer();
        var compilation = TestCompilation.Create([new("Test.cs", "class C { void M() { } }")], TestCompilation.ReferencesWithoutApi);
        var run = compilation.WithAnalyzers([analyzer]);

        var actions = await run.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);

        Assert.Equal(0, actions.SemanticModelActionsCount + actions.OperationBlockActionsCount + actions.SyntaxTreeActionsCount + actions.SymbolActionsCount);
    }

    [Theory]
    [InlineData("private DmaAddr _a = Made; static DmaAddr Made { get { Api.Dev.SetMask(3); return default; } } // expect: XDMA2006")]
    [InlineData("public DmaAddr Now => Api.Dev.SetMask(3) ? default : Later(); DmaAddr Later() { Api.Dev.SetMask(3); return default; } // expect: XDMA2006")]
    [InlineData("public System.Action Go = () => { Api.Dev.SetMask(3); }; // expect: XDMA2006")]
    [InlineData("public C() { Api.Dev.SetMask(3); } // expect: XDMA2006")]
    [InlineData("~C() { Api.Dev.SetMask(3); } // expect: XDMA2006")]
    [InlineData("public static C operator +(C a, C b) { Api.Dev.SetMask(3); return a; } // expect: XDMA2006")]
    [InlineData("public event System.Action E { add { Api.Dev.SetMask(3); } remove { } } // expect: XDMA2006")]
    [InlineData("public int this[int i] { set { Api.Dev.SetMask(3); } } // expect: XDMA2006")]
    public Task AnyKindOfBody_IsLookedAt(string member) =>
        CheckAsync("using XenDma; static class Api { public static Device Dev = null!; } class C { " + member + "\n}");

    [Fact]
    public async Task TopLevelStatements_AreLookedAt()
    {
        const string Source = "using XenDma;\nDevice d = null!;\nd.SetMask(3); // expect: XDMA2006\n";
        var program = TestCompilation.Create(Source).WithOptions(TestCompilation.Options.WithOutputKind(Microsoft.CodeAnalysis.OutputKind.ConsoleApplication));

        Assert.Equal(Markers.Read(Source), AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(program)));
    }

    [Fact]
    public async Task NameAtAnyPlaceOfALongFile_IsFound()
    {
        // The text is read in pieces of 4096 characters: some name stands on the border of two.
        for (int padding = 3980; padding < 4100; padding += 3)
        {
            string source = "using XenDma; class C { void M(Device d) { /*" + new string('x', padding) + "*/\n d.SetMask(3); } }";
            Assert.Equal(["2: XDMA2006"], AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(source)));
        }
    }

    [Fact]
    public Task MappingFromTwoCallsAway_IsSeen() => CheckAsync(InClass("""
            private DmaAddr Inner() => dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            private DmaAddr Middle() => Inner();
            public bool Outer()
            {
                var a = Middle(); // expect: XDMA1004
                if (dev.MappingError(a))
                    return false;
                return port.Ready;
            }
            public void Nameless()
            {
                var a = Middle(); // expect: XDMA1004
                port.Post(1, 2);
            }
        """));

    [Fact]
    public Task MappingOfOwnContracts_IsSeen() => CheckAsync("""
        using XenDma;
        public delegate DmaAddr Lock([DmaPart(DmaPart.Buffer)] byte[] memory);
        public interface ILib
        {
            [return: DmaMapped] DmaAddr Get();
            [DmaContract(DmaRole.Unmap)] void Put(DmaAddr address);
        }
        public sealed class Driver(ILib lib, [DmaOwned] object other)
        {
            public void Leak()
            {
                var a = lib.Get(); // expect: XDMA1004
                System.Console.WriteLine(a);
            }
            public void Twice()
            {
                var a = lib.Get();
                lib.Put(a);
                lib.Put(a); // expect: XDMA1003
            }
            public override string ToString() => other + "";
        }
        """);
}
