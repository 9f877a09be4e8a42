using System;
using System.IO;
using System.Linq;
using XenDma.Debugging;
using XenDma.PropertyTests.Tidy;
using XenDma.Samples.Broken;
using XenDma.Samples.Broken.Exhibits;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>Each driver of samples/drivers/Broken shows its mistake when it runs, under the id that the analyzers give it, and is silent when mended.</summary>
public sealed class BrokenDriverTests
{
    private const string Folder = "samples/drivers/Broken/";

    public static TheoryData<string> Rules => [.. AllExhibits.Drivers.Select(static exhibit => exhibit.Rule)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_broken_driver_shows_its_mistake(string rule)
    {
        Exhibit exhibit = Find(rule);
        var seen = exhibit.RunBroken();
        Assert.True(exhibit.IsToldBy(seen), $"{rule}: expected {exhibit.Sees ?? "nothing"}, got:\n{string.Join('\n', seen)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_mended_driver_shows_nothing(string rule) => Assert.Empty(Find(rule).RunMended());

    /// <summary>What the checker reports of a broken driver is explained: by the driver's rule, or as what follows from it.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void The_first_report_names_the_rule(string rule)
    {
        Observation[] reports = [.. Find(rule).RunBroken().Where(static one => !one.Rules.IsEmpty)];
        if (Find(rule).WhyNot is null) Assert.Contains(rule, reports[0].Rules);
        else Assert.Empty(reports);
    }

    /// <summary>All but XDMA9003, which speaks of an option in .editorconfig.</summary>
    [Fact]
    public void Every_rule_is_there_under_its_page_s_title()
    {
        var titles = from file in Repository.Files
                     where file.Path.StartsWith("docs/rules/XDMA", StringComparison.Ordinal) && file.Path != "docs/rules/XDMA9003.md"
                     select file.Lines[0];
        var shown = AllExhibits.Drivers.Select(static exhibit => (exhibit.Rule, exhibit.Title)).Concat(AllExhibits.ContractFiles);
        Assert.Equal(titles, shown.Select(static one => $"# {one.Rule}: {one.Title}"));
    }

    [Fact]
    public void Every_driver_has_its_file() => Assert.All(AllExhibits.Drivers, static exhibit => Assert.Single(
        Repository.Files, file => file.Path.StartsWith(Folder, StringComparison.Ordinal)
            && Path.GetFileName(file.Path).StartsWith(exhibit.Rule + "_", StringComparison.Ordinal)
            && file.Text.Contains($"class {exhibit.Driver}(", StringComparison.Ordinal)));

    /// <summary>The drivers that the checker is said to report are those of the rules that reports name.</summary>
    [Fact]
    public void Every_rule_that_reports_name_is_seen_by_the_checker() => Assert.Equal(
        AllExhibits.Drivers.Where(static exhibit => exhibit.WhyNot is null).Select(static exhibit => exhibit.Rule),
        Enum.GetValues<Misuse>().SelectMany(static misuse => misuse.Rules()).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_has_the_table()
    {
        using var table = new StringWriter { NewLine = "\n" };
        Assert.True(ExhibitTable.Print(AllExhibits.Drivers, inFull: false, table), $"{table}");
        string readme = Repository.Files.Single(static file => file.Path == "samples/drivers/README.md").Text;
        Assert.Contains($"```text\n{table}```\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void In_full_the_reports_stand_below()
    {
        using var table = new StringWriter { NewLine = "\n" };
        Assert.True(ExhibitTable.Print([Find("XDMA1003")], inFull: true, table));
        string[] lines = table.ToString().Split('\n');
        Assert.StartsWith("XDMA1003  address unmapped twice", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  FreesUnallocated: card0: device driver tries to free DMA memory it has not allocated: dma_unmap_page", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("; see XDMA1002, XDMA1003", lines[2], StringComparison.Ordinal);
    }

    private static Exhibit Find(string rule) => AllExhibits.Drivers.Single(exhibit => exhibit.Rule == rule);
}
