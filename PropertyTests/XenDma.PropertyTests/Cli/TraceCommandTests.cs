using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using XenDma.PropertyTests.Traces;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary>The commands over traces, as people run them.</summary>
public sealed class TraceCommandTests
{
    [Theory]
    [InlineData("contract", 1, "Fail: ")]
    [InlineData("semantics", 0, "Pass: ")]
    public async Task Check_answers_two_questions(string against, int status, string verdict)
    {
        CommandResult result = await XendmaCommand.RunAsync(["trace", "check", TraceCut.Folder("xen-small"), "--against", against]);
        Assert.Equal((status, ""), (result.Status, result.Error));
        Assert.Contains($"xen-small: {verdict}", result.Output, StringComparison.Ordinal);
        Assert.Contains("BoundaryTestOnGuestAddress: since 5.10, never mended", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_writes_json()
    {
        CommandResult result = await XendmaCommand.RunAsync(["trace", "check", TraceCut.Folder("boundary"), "--format", "json"]);
        JsonElement told = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("Fail", told.GetProperty("verdict").GetString());
        JsonElement finding = told.GetProperty("findings").EnumerateArray().Single(static finding => finding.GetProperty("verdict").GetString() == "Fail");
        Assert.Equal("XD-BOUND-1", finding.GetProperty("check").GetString());
        Assert.Equal("BoundaryTestOnGuestAddress", finding.GetProperty("defect").GetProperty("name").GetString());
        Assert.Equal(1, told.GetProperty("checks").GetProperty("XD-BOUND-1").GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Replay_says_what_was_equal()
    {
        CommandResult result = await XendmaCommand.RunAsync(["trace", "replay", TraceCut.Folder("xen612"), TraceCut.Folder("native")]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal(2, Regex.Count(result.Output, @"\| Pass +\|"));
        Assert.Contains("148 equal", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_writes_a_page_that_needs_nothing_else()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await XendmaCommand.RunAsync(["trace", "summary", TraceCut.Folder("xen-small"), "--html", folder["s.html"]]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        string page = await File.ReadAllTextAsync(folder["s.html"]);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(src|href)\s*=|url\(|@import|<script", page);
        Assert.EndsWith("</body></html>\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kernel 6.1", "dma_mask\n", "xen_swiotlb_map_page+$at")]
    [InlineData("--kernel 6.12", "endbr64", "__swiotlb_tbl_unmap_single+$at")]
    [InlineData("--kernel events", "events/dma/enable", "p2m.before.csv")]
    [InlineData("--native", "dma_direct_map_sg+$at", "swiotlb_map+$at")]
    public async Task Recipe_prints_a_script(string arguments, string one, string other)
    {
        CommandResult result = await XendmaCommand.RunAsync($"trace recipe {arguments}");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith("#!/bin/sh\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(one, result.Output, StringComparison.Ordinal);
        Assert.Contains(other, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('@', Regex.Replace(result.Output, @"\$@|""\$@""", ""));
    }

    [Theory]
    [InlineData("trace check no/such/file", "no/such/file: there is no such file")]
    [InlineData("trace check FILE --pool 5", "--pool 5: START-END in hexadecimal expected")]
    [InlineData("trace check FILE --semantics 2.4", "--semantics 2.4: one of 4.18, 6.1, 6.12, 6.14 expected")]
    [InlineData("trace check FILE --p2m no.csv", "no.csv: there is no such file")]
    [InlineData("trace replay FILE --semantics 6.1", "a replay needs to know the pool: --pool START-END")]
    [InlineData("trace recipe --native --kernel 6.12", "--native: probes for bare metal are known of 6.1")]
    public async Task What_cannot_be_used_is_told_in_one_line(string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("trace.jsonl", await File.ReadAllBytesAsync(TraceCut.File("xen612", "events.jsonl.gz")));
        CommandResult result = await XendmaCommand.RunAsync(arguments.Replace("FILE", file, StringComparison.Ordinal));
        Assert.Equal(2, result.Status);
        Assert.Contains(message, result.OnlyErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Against_semantics_needs_a_release()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("trace.jsonl", await File.ReadAllBytesAsync(TraceCut.File("xen612", "events.jsonl.gz")));
        CommandResult result = await XendmaCommand.RunAsync(["trace", "check", file, "--against", "semantics"]);
        Assert.Equal(2, result.Status);
        Assert.Contains("--semantics", result.OnlyErrorLine, StringComparison.Ordinal);
    }
}
