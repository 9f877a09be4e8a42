using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>samples/drivers/Broken: a driver for each rule gets exactly that rule, and what it would be without the mistake gets nothing.</summary>
public sealed class BrokenDriverTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Own", "samples", "drivers", "Broken");

    private static readonly Lazy<Task<ImmutableArray<Diagnostic>>> Found = new(() => AnalyzeAsync(Path.Combine(Folder, "Contracts")));

    /// <summary>All but XDMA9003, which speaks of an option in .editorconfig: <see cref="Configuration.XDMA9003Tests"/>.</summary>
    private static IEnumerable<string> OfDrivers => AnalyzerRunner.Descriptors.Select(static rule => rule.Id).Where(static rule => rule != "XDMA9003");

    public static TheoryData<string> Rules => [.. OfDrivers];

    /// <summary>All that is reported, with its words, at its lines.</summary>
    [Fact]
    public async Task Diagnostics()
    {
        var text = new StringBuilder();
        foreach (Diagnostic one in await Found.Value) text.Append(PlaceOf(one)).Append(": ").Append(one.Id).Append(": ").AppendLine(one.GetMessage());
        await Verifier.Verify(text);
    }

    /// <summary>One diagnostic, in the file that the rule gave its name to, at the marker.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_HasOneBrokenDriver(string rule)
    {
        Diagnostic found = Assert.Single(await Found.Value, one => one.Id == rule);
        string file = Path.Combine(Folder, found.Location.GetLineSpan().Path);
        Assert.StartsWith(rule + "_", Path.GetFileName(file), StringComparison.Ordinal);
        if (file.EndsWith(".cs", StringComparison.Ordinal))
            Assert.Equal([$"{AnalyzerRunner.LineOf(found.Location)}: {rule}"], Markers.Read(await File.ReadAllTextAsync(file)));
    }

    /// <summary>Nothing but rules: no file without a marker got any, and no analyzer failed.</summary>
    [Fact]
    public async Task Nothing_Else_IsReported() =>
        Assert.Equal(OfDrivers, (await Found.Value).Select(static one => one.Id).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Mended_ContractFiles_GetNothing()
    {
        ImmutableArray<Diagnostic> found = await AnalyzeAsync(Path.Combine(Folder, "Contracts", "Mended"));
        Assert.Equal((await Found.Value).Select(static one => one.Id).Where(static id => id is not ("XDMA9001" or "XDMA9002")), found.Select(static one => one.Id));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string contracts)
    {
        var sources = Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static file => KeyValuePair.Create(Relative(file), File.ReadAllText(file)));
        MetadataReference model = MetadataReference.CreateFromFile(typeof(DmaApi).Assembly.Location);
        Compilation broken = TestCompilation.Create(sources, [.. TestCompilation.ReferencesWithoutApi, model])
            .WithOptions(TestCompilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(broken.GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error));
        var files = Directory.GetFiles(contracts, "*.json").Order(StringComparer.Ordinal).Select(static file => new ContractText(File.ReadAllText(file), Relative(file)));
        ImmutableArray<Diagnostic> found = await AnalyzerRunner.RunAsync(broken, ContractText.Options([.. files]));
        return [.. found.OrderBy(PlaceOf, StringComparer.Ordinal)];
    }

    private static string PlaceOf(Diagnostic one) => $"{one.Location.GetLineSpan().Path}({AnalyzerRunner.LineOf(one.Location)})";

    private static string Relative(string file) => Path.GetRelativePath(Folder, file).Replace('\\', '/');
}
