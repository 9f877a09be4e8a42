using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>The analyzers over this repository's own sources, against the real model.</summary>
public sealed class OwnSourceTests
{
    private static readonly string Own = Path.Combine(AppContext.BaseDirectory, "Own");

    private static readonly MetadataReference Model = MetadataReference.CreateFromFile(typeof(DmaApi).Assembly.Location);

    [Theory]
    [InlineData("ReceiveRing")]
    [InlineData("NetworkRings")]
    [InlineData("Nvme")]
    [InlineData("XenBlock")]
    public async Task CleanDriver_GetsNothing(string project)
    {
        CSharpCompilation driver = Driver("Simulation", project);
        Assert.Empty(AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(driver)));
    }

    [Fact]
    public async Task BrokenDriver_GetsWhatItsMarkerSays()
    {
        string broken = File.ReadAllText(Path.Combine(Own, "samples/drivers/ReceiveRing.Broken/HastyReceiver.cs"));
        CSharpCompilation driver = Driver("ReceiveRing", "ReceiveRing.Broken");
        IEnumerable<string> markers = Markers.Read(broken);
        Assert.Single(markers);
        Assert.Equal(markers, AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(driver)));
    }

    [Theory]
    [InlineData("Model")]
    [InlineData("Specs")]
    public async Task OurRooms_GetNothing(string room)
    {
        // Rooms that need more than the base class library are analysed as far as they go.
        IEnumerable<MetadataReference> references = room == "Model" ? TestCompilation.ReferencesWithoutApi : [.. TestCompilation.ReferencesWithoutApi, Model];
        Assert.Empty(AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(TestCompilation.Create(Sources(room), references))));
    }

    private static CSharpCompilation Driver(params string[] projects)
    {
        IEnumerable<KeyValuePair<string, string>> sources = projects.SelectMany(project => Sources(Path.Combine("samples", "drivers", project)));
        CSharpCompilation driver = TestCompilation.Create(sources, [.. TestCompilation.ReferencesWithoutApi, Model])
            .WithOptions(TestCompilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(driver.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error));
        return driver;
    }

    private static IEnumerable<KeyValuePair<string, string>> Sources(string folder)
    {
        string[] files = Directory.GetFiles(Path.Combine(Own, folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return files.Order(StringComparer.Ordinal).Select(static file => KeyValuePair.Create(Path.GetFileName(file), File.ReadAllText(file)));
    }
}
