using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Contracts;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Shapes;

/// <summary>Every rule is tried on every shape of library in samples/contracts: with a mistake that it finds and the same code without it, or there is
/// a reason why it cannot apply.</summary>
public sealed class ShapeMatrixTests
{
    private static readonly Dictionary<string, MetadataReference> Libraries =
        ShapeCells.Shapes.ToDictionary(shape => shape, ContractSampleTests.Samples.Library);

    public static TheoryData<string> Files => [.. ShapeCells.Files];

    public static TheoryData<string> Drivers => [.. ShapeCells.Drivers];

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (string shape in ShapeCells.Shapes)
            {
                foreach (string rule in ShapeCells.Rules)
                    cells.Add(shape, rule);
            }
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public Task Cells_GetWhatTheirMarkersSay(string file) => CheckAsync(file, ShapeCells.Text(file));

    [Theory]
    [MemberData(nameof(Drivers))]
    public Task Driver_GetsWhatItsMarkersSay(string file) => CheckAsync(file, ShapeCells.Text("Drivers/" + file));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cell_HasAMistakeAndTheSameWithoutItOrAReason(string shape, string rule)
    {
        bool excused = Inapplicable.All.ContainsKey((shape, rule));
        IEnumerable<string> bad = ShapeCells.Markers[(shape, rule, true)];
        IEnumerable<string> good = ShapeCells.Markers[(shape, rule, false)];

        Assert.Equal(excused ? [] : [rule], bad);
        Assert.Equal(excused ? [] : [""], good);
    }

    [Fact]
    public void EveryClass_IsACell() =>
        Assert.Empty(ShapeCells.Markers.Select(cell => cell.Key.Rule).Except(ShapeCells.Rules));

    /// <summary>A stale table fails here, and the guide as it should be lies beside it.</summary>
    [Fact]
    public void Guide_HasTheTable() => AssertGuide(Table());

    private static async Task CheckAsync(string file, string source)
    {
        string shape = file[..file.IndexOf('/', StringComparison.Ordinal)];
        bool own = shape == "Xen";
        var compilation = TestCompilation.Create(
            [new("Driver.cs", source)], own ? TestCompilation.References : [.. TestCompilation.ReferencesWithoutApi, Libraries[shape]]);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var found = await AnalyzerRunner.RunAsync(
            compilation, own ? null : ContractText.Options(new ContractText(ContractSampleTests.Samples.Contract(shape))));

        Assert.Equal(string.Join("\n", Markers.Read(source)), string.Join("\n", AnalyzerRunner.Lines(found)));
    }

    private static string Table()
    {
        string[] reasons = [.. Inapplicable.All.Values.Distinct()];
        var text = new StringBuilder("| rule | about | ").AppendJoin(" | ", ShapeCells.Shapes).Append(" |\n| --- | --- |");
        foreach (string _ in ShapeCells.Shapes)
            text.Append(" --- |");
        text.Append('\n');
        foreach (string rule in ShapeCells.Rules)
        {
            string about = AnalyzerRunner.Descriptors.Single(d => d.Id == rule).Title.ToString(System.Globalization.CultureInfo.InvariantCulture);
            text.Append($"| [{rule}](rules/{rule}.md) | {about} | ").AppendJoin(" | ", ShapeCells.Shapes.Select(shape => Cell(shape, rule))).Append(" |\n");
        }
        text.Append('\n');
        for (int i = 0; i < reasons.Length; i++)
            text.Append($"{i + 1}. {reasons[i]}\n");
        return text.ToString();

        string Cell(string shape, string rule) =>
            Inapplicable.All.TryGetValue((shape, rule), out string? reason) ? $"({Array.IndexOf(reasons, reason) + 1})" : "yes";
    }

    private static void AssertGuide(string owed, [CallerFilePath] string test = "")
    {
        const string Begin = "<!-- generated -->\n", End = "<!-- end -->";
        string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "../../../docs/contracts.md"));
        string received = Path.ChangeExtension(path, ".received.md");
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "contracts.md")).Replace("\r\n", "\n", StringComparison.Ordinal);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end >= begin, "docs/contracts.md: the markers of the generated table are expected");
        string expected = page[..(begin + Begin.Length)] + owed + page[end..];
        if (page != expected)
            File.WriteAllText(received, expected);
        else
            File.Delete(received);
        Assert.True(page == expected, $"the table in docs/contracts.md is stale: mv '{received}' '{path}'");
    }
}
