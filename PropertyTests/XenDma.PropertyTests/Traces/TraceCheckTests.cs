using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Checking;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>What the recorded kernels did, held against the contract and against what their releases are known to do.</summary>
public sealed class TraceCheckTests
{
    public static TheoryData<string> Cuts => [.. TraceCut.Names];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_recorded_kernel_does_what_its_release_is_known_to_do(string name)
    {
        TraceReport report = TraceCut.Check(name, "events.jsonl.gz", TraceCut.Frames(name), static options => options with { AgainstSemantics = true });
        Assert.Empty(TraceCut.Failures(report));
        Assert.True(report.Checks.Values.Sum(static tally => tally.Judged) > 40);
    }

    [Theory]
    [InlineData("xen-xdt")]
    [InlineData("xen-small")]
    [InlineData("xen-smp2")]
    [InlineData("xen612")]
    [InlineData("native")]
    public void The_text_is_judged_as_the_normalised_events_are(string name)
    {
        TraceReport report = TraceCut.Check(name, "trace.txt.gz", TraceCut.Frames(name), static options => options with { AgainstSemantics = true });
        Assert.Empty(TraceCut.Failures(report));
    }

    [Fact]
    public void A_disk_controller_s_mapping_crosses_its_boundary_on_the_bus()
    {
        TraceReport report = TraceCut.Check("boundary", "events.jsonl.gz", TraceCut.Frames("boundary"));
        TraceFinding finding = Assert.Single(report.Findings, static finding => finding.Verdict == Verdict.Fail);
        Assert.Equal(("XD-BOUND-1", "0000:00:01.1", "BoundaryTestOnGuestAddress"), (finding.Check, finding.Device, finding.Defect?.Name));
        Assert.Equal("within a boundary of 0xffff on the bus", finding.Expected);
        Assert.Equal("12288 bytes at bus address 0x3ee000, slot at guest address 0x586e3000", finding.Actual);
        Assert.Contains("since 5.10, never mended", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xen-small", "XD-BOUND-1", "BoundaryTestOnGuestAddress", 1)]
    [InlineData("xen-xdt", "XD-ALIGN-1", "MinAlignOnGuestAddress", 16)]
    [InlineData("xen-xdt", "XD-CONT-1", "PartialSyncRefused", 2)]
    public void Known_defects_are_named(string name, string check, string defect, int count)
    {
        foreach (FrameTable frames in new[] { TraceCut.Frames(name), new FrameTable() })
        {
            TraceReport report = TraceCut.Check(name, "events.jsonl.gz", frames);
            TraceFinding[] found = [.. report.Findings.Where(finding => finding.Check == check && finding.Verdict == Verdict.Fail)];
            Assert.Equal(count, found.Length);
            Assert.All(found, finding => Assert.Equal(defect, finding.Defect?.Name));
            Assert.Equal(0, report.Unexplained);
        }
    }

    [Fact]
    public void A_defect_that_the_release_does_not_have_explains_nothing()
    {
        TraceReport report = TraceCut.Check("boundary", "events.jsonl.gz", TraceCut.Frames("boundary"), static options => options with { Semantics = Semantics.Linux4_18, AgainstSemantics = true });
        TraceFinding finding = Assert.Single(report.Findings, static finding => finding.Verdict == Verdict.Fail);
        Assert.Null(finding.Defect);
        Assert.Equal(1, report.Unexplained);
    }

    [Fact]
    public void What_is_told_without_a_P2M_contradicts_itself_when_one_event_is_wrong()
    {
        string[] lines = TraceCut.Lines(TraceCut.File("xen612", "events.jsonl.gz"));
        int second = Array.FindLastIndex(lines, static line => line.Contains("\"pfn\":\"0x72a16\"", StringComparison.Ordinal) && line.Contains("\"ret\":\"0x1ff792", StringComparison.Ordinal));
        lines[second] = lines[second].Replace("\"ret\":\"0x1ff792", "\"ret\":\"0x1ff793", StringComparison.Ordinal);
        TraceReport report = TraceCut.Check(string.Join('\n', lines), new FrameTable(), TraceCut.Options("xen612"));
        TraceFinding finding = Assert.Single(report.Findings, static finding => finding.Check == "XD-TRANS-1");
        Assert.Equal((second + 1, Verdict.Fail), (finding.Line, finding.Verdict));
        Assert.Contains("as earlier events show", finding.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_event_explains_as_much_as_it_can()
    {
        List<string> lines = [.. TraceCut.Lines(TraceCut.File("xen-small", "events.jsonl.gz"))];
        int map = lines.FindIndex(static line => line.Contains("\"op\":\"map_page\"", StringComparison.Ordinal) && line.Contains("virtio", StringComparison.Ordinal));
        map = lines.FindIndex(line => line.Contains("\"op\":\"unmap_page\"", StringComparison.Ordinal)) is var unmap && map < 0 ? unmap : map;
        List<string> twice = [.. lines];
        twice.Insert(map + 1, lines[map]);
        Assert.Contains("FreesUnallocated", Checks(twice, Verdict.Fail));
        twice.Insert(map, "{\"id\":1,\"op\":\"cut he");
        Assert.DoesNotContain("FreesUnallocated", Checks(twice, Verdict.Fail));
        Assert.Contains("FreesUnallocated", Checks(twice, Verdict.Inconclusive));
        twice.Insert(map + 2, lines[map]);
        Assert.Contains("FreesUnallocated", Checks(twice, Verdict.Fail));
    }

    [Fact]
    public void Two_CPUs_may_trace_an_unmap_before_its_map_and_one_CPU_may_not()
    {
        string[] lines = TraceCut.Lines(TraceCut.File("xen-smp2", "trace.txt.gz"));
        TraceReport two = TraceCut.Check(string.Join('\n', lines), new FrameTable(), TraceCut.Options("xen-smp2") with { IsFromStart = true });
        string[] oneCpu = [.. lines.Select(static line => line.Replace("[001]", "[000]", StringComparison.Ordinal))];
        TraceReport one = TraceCut.Check(string.Join('\n', oneCpu), new FrameTable(), TraceCut.Options("xen-smp2") with { IsFromStart = true });
        Assert.Equal(2, one.Checks[nameof(Misuse.FreesUnallocated)].Failed - two.Checks[nameof(Misuse.FreesUnallocated)].Failed);
    }

    [Fact]
    public void Every_check_is_an_invariant_or_a_report_of_the_kernel_s()
    {
        foreach (string name in TraceCut.Names)
        {
            TraceReport report = TraceCut.Check(name, "events.jsonl.gz", TraceCut.Frames(name));
            Assert.All(report.Checks.Keys, static check => Assert.True(Catalogue.Find(check) is not null || Enum.TryParse<Misuse>(check, out _), check));
        }
    }

    [Theory]
    [InlineData("0x13ff000", 4096, 0)]
    [InlineData("0x13ff000", 4097, 1)]
    public void A_mapping_of_megabytes_is_found_by_any_of_its_bytes(string address, int size, int failures)
    {
        string text = $$"""
            {"id":0,"t":1,"t_ret":2,"cpu":0,"task":"a-1","op":"map_page","dev":"d","mask":"0xffffffff","phys":"0x1000000","size":4194304,"dir":2,"attrs":"0x0","bounced":false,"ret":"0x1000000"}
            {"id":1,"t":3,"cpu":0,"task":"a-1","op":"sync_single_for_cpu","dev":"d","dma":"{{address}}","size":{{size}},"dir":2}
            {"id":2,"t":4,"cpu":0,"task":"a-1","op":"unmap_page","dev":"d","dma":"0x1000000","size":4194304,"dir":2,"attrs":"0x0"}
            """;
        TraceReport report = TraceCut.Check(text, new FrameTable(), new CheckOptions());
        Assert.Equal(failures, report.Findings.Count(static finding => finding.Check == nameof(Misuse.SyncsOutsideRange)));
        Assert.Equal(failures, report.Findings.Count);
        Assert.Empty(report.AliveAtEnd);
    }

    [Fact]
    public void An_exchange_of_more_frames_than_there_can_be_is_a_damaged_line()
    {
        TraceCut.Parse("""
            {"id":0,"t":1,"cpu":0,"task":"a-1","op":"p2m","cause":null,"set":[["0x0","0x1",1048577,1]]}
            {"id":1,"t":1,"cpu":0,"task":"a-1","op":"p2m","cause":null,"set":[["0x0","0x1",16,-1]]}
            """, out TraceNotes notes);
        Assert.Equal((1, 1), (notes.CutLines, notes.Events));
    }

    [Fact]
    public void An_empty_trace_is_untested() =>
        Assert.Equal(Verdict.Untested, TraceCut.Check("""{"id":0,"t":1,"cpu":0,"task":"a-1","op":"tbl_map","dev":"d"}""", new FrameTable(), new CheckOptions()).Verdict);

    private static string[] Checks(List<string> lines, Verdict verdict) =>
        [.. TraceCut.Check(string.Join('\n', lines), TraceCut.Frames("xen-small"), TraceCut.Options("xen-small")).Findings
            .Where(finding => finding.Verdict == verdict).Select(static finding => finding.Check)];
}
