using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using XenDma.Bouncing;
using XenDma.Debugging;
using XenDma.PropertyTests.Tidy;
using XenDma.Samples.ReceiveRing;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>docs/debugging.md says what the code and the rules' pages say.</summary>
public sealed partial class DebuggingPageTests
{
    private static readonly SourceFile Page = Repository.Files.Single(static file => file.Path == "docs/debugging.md");

    public static TheoryData<Misuse> All => [.. Enum.GetValues<Misuse>()];

    /// <summary>The rules of a row are those that reports name.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Each_report_has_its_row(Misuse misuse)
    {
        string[] rules = [.. misuse.Rules().Select(static id => $"[{id}](rules/{id}.md)")];
        string expected = $"| {(int)misuse} | `{misuse.Words()}` | `{misuse}` | {(rules.Length == 0 ? "-" : string.Join(", ", rules))} | ";
        string row = Assert.Single(Page.Lines, line => line.StartsWith($"| {(int)misuse} |", StringComparison.Ordinal));
        Assert.StartsWith(expected, row, StringComparison.Ordinal);
    }

    /// <summary>A rule's page quotes, in the row 'Kernel's DMA debugging', the words of each report that names the rule.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Reports_name_the_rules_whose_pages_quote_them(Misuse misuse) => Assert.Equal(RulesThatQuote(misuse.Words()), misuse.Rules());

    [Fact]
    public void The_table_has_no_other_row() =>
        Assert.Equal(Enum.GetValues<Misuse>().Length, Page.Lines.Count(static line => NumberedRow().IsMatch(line)));

    [Fact]
    public void The_example_prints_what_the_page_says()
    {
        using XenGuest guest = XenGuest.Boot(SampleMachines.Identity, new PoolOptions(128));
        var debug = new DmaDebug(guest.Ops);
        var device = new Device("nic0", new DeviceTraits(), debug);
        GuestBuffer buffer = guest.AllocPages(0)!;
        debug.Site = "open";
        DmaAddr address = device.MapSingle(buffer, 4096, DmaDirection.FromDevice);
        debug.Site = "close";
        device.UnmapSingle(address, 2048, DmaDirection.FromDevice);
        debug.ReleaseDevice(device);
        Assert.Equal(2, debug.ReportCount);
        Assert.Contains($"```text\n{string.Join('\n', debug.Reports)}\n```", Page.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> RulesThatQuote(string words) =>
        from file in Repository.Files
        where file.Path.StartsWith("docs/rules/XDMA", StringComparison.Ordinal)
        let row = file.Lines.FirstOrDefault(static line => line.StartsWith("| Kernel's DMA debugging | ", StringComparison.Ordinal)) ?? ""
        where row.Contains($"`{words}`", StringComparison.Ordinal)
        select Path.GetFileNameWithoutExtension(file.Path);

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex NumberedRow();
}
