using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>A library that compiles the package's attributes in as internal types carries its contracts to who uses it.</summary>
public sealed class AnnotationsTests
{
    private const string Library = """
        using XenDma;

        namespace Acme
        {
            public sealed class Card { }

            public static class Fpga
            {
                [DmaContract(DmaRole.Map)]
                public static ulong Lend(Card card, nint buffer, [DmaPart(DmaPart.Size)] int bytes) => 0;
                [DmaContract(DmaRole.Unmap)]
                public static void TakeBack(Card card, [DmaPart(DmaPart.Address)] ulong bus, [DmaPart(DmaPart.Size)] int bytes) { }
                [DmaContract(DmaRole.MappingError)]
                public static bool HasFailed(Card card, [DmaPart(DmaPart.Address)] ulong bus) => false;
                public static void Start(Card card, ulong bus) { }
            }
        }
        """;

    private const string Driver = """
        using Acme;

        public static class Driver
        {
            public static void Run(Card card, nint buffer)
            {
                ulong bus = Fpga.Lend(card, buffer, 64);
                Fpga.Start(card, bus); // expect: XDMA2001
                Fpga.TakeBack(card, bus, 32); // expect: XDMA3001
            }
        }
        """;

    private static readonly string Attributes = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "annotations", "DmaContracts.cs"));

    [Fact]
    public async Task Library_CarriesItsContracts()
    {
        var library = TestCompilation.Emit("Acme", [new("Library.cs", Library), new("DmaContracts.cs", Attributes)], TestCompilation.ReferencesWithoutApi);
        var compilation = TestCompilation.Create([new("Driver.cs", Driver)], [.. TestCompilation.ReferencesWithoutApi, library]);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var found = await AnalyzerRunner.RunAsync(compilation);

        Assert.Equal(string.Join("\n", Markers.Read(Driver)), string.Join("\n", AnalyzerRunner.Lines(found)));
    }

    /// <summary>The names are a contract of their own: those of the consumer API, in its order.</summary>
    [Theory]
    [InlineData(typeof(DmaRole))]
    [InlineData(typeof(DmaPart))]
    public void Names_AreTheConsumerApis(Type type)
    {
        var compilation = TestCompilation.Create([new("DmaContracts.cs", Attributes)], TestCompilation.ReferencesWithoutApi);
        var members = compilation.GetTypeByMetadataName(type.FullName!)!.GetMembers().OfType<IFieldSymbol>();

        Assert.Equal(Enum.GetNames(type), members.Select(member => member.Name));
    }
}
