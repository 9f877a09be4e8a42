using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>Each sample is a library without attributes, a contract file that describes it, and drivers with markers.</summary>
public sealed class ContractSampleTests
{
    private static readonly HashSet<string> Implemented = [.. AnalyzerRunner.Descriptors.Select(d => d.Id)];
    private static readonly Dictionary<string, MetadataReference> Libraries = Samples.Folders.ToDictionary(name => name, Samples.Library);

    public static TheoryData<string> Folders => [.. Samples.Folders];

    public static TheoryData<string, string> Drivers
    {
        get
        {
            var drivers = new TheoryData<string, string>();
            foreach (string folder in Samples.Folders)
            {
                foreach (string file in Samples.Drivers(folder))
                    drivers.Add(folder, file);
            }
            return drivers;
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Driver_GetsWhatItsMarkersSay(string folder, string file)
    {
        string source = Samples.Read(folder, file);
        var found = await RunAsync(source, folder, Samples.Contract(folder));

        var expected = Markers.Read(source).Where(marker => Implemented.Contains(marker.Split(": ")[1]));
        Assert.Equal(string.Join("\n", expected), string.Join("\n", AnalyzerRunner.Lines(found)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task WithoutTheContract_NothingIsSaid(string folder)
    {
        foreach (string file in Samples.Drivers(folder))
            Assert.Empty(await RunAsync(Samples.Read(folder, file), folder, null));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task WithoutTheLibrary_NothingIsSaidOfTheContract(string folder)
    {
        var compilation = TestCompilation.Create([new("Empty.cs", "")], TestCompilation.References);

        Assert.Empty(await AnalyzerRunner.RunAsync(compilation, ContractText.Options(new ContractText(Samples.Contract(folder)))));
    }

    /// <summary>Every rule about the life of a mapping, its failure and its agreement is shown by a driver that triggers it.</summary>
    [Fact]
    public void Samples_ShowEveryRuleOfTheFirstThreeGroups()
    {
        var shown = from folder in Samples.Folders
                    from file in Samples.Drivers(folder)
                    from marker in Markers.Read(Samples.Read(folder, file))
                    select marker.Split(": ")[1];

        Assert.Empty(Implemented.Where(id => id[4] is >= '1' and <= '3').Except(shown));
    }

    private static async Task<IReadOnlyList<Diagnostic>> RunAsync(string source, string folder, string? contract)
    {
        var compilation = TestCompilation.Create([new("Driver.cs", source)], [.. TestCompilation.ReferencesWithoutApi, Libraries[folder]]);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return await AnalyzerRunner.RunAsync(compilation, contract is null ? null : ContractText.Options(new ContractText(contract)));
    }

    /// <summary>The folders of samples/contracts.</summary>
    internal static class Samples
    {
        private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Samples");

        public static IReadOnlyList<string> Folders { get; } =
            [.. Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

        public static IEnumerable<string> Drivers(string folder) =>
            Directory.GetFiles(Path.Combine(Root, folder), "*.cs").Select(path => Path.GetFileName(path)).Where(name => name != "Library.cs")
                .Order(StringComparer.Ordinal);

        public static string Read(string folder, string file) => File.ReadAllText(Path.Combine(Root, folder, file));

        public static string Contract(string folder) =>
            File.ReadAllText(Directory.GetFiles(Path.Combine(Root, folder), "*.dmacontract.json").Single());

        public static MetadataReference Library(string folder)
        {
            using var contract = JsonDocument.Parse(Contract(folder));
            string name = contract.RootElement.TryGetProperty("assembly", out var assembly) ? assembly.GetString()! : folder;
            return TestCompilation.Emit(name, [new("Library.cs", Read(folder, "Library.cs"))], TestCompilation.ReferencesWithoutApi);
        }
    }
}
