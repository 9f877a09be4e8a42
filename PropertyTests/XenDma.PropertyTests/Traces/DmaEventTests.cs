using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Harness;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Checking;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>The kernel's own dma:* events: recorded calls, printed as each generation of the events prints them.</summary>
public sealed class DmaEventTests
{
    private static readonly List<TraceEvent> Recorded = TraceCut.Read(TraceCut.File("xen-xdt", "events.jsonl.gz"), out _);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_generation_tells_the_same_mappings(int generation)
    {
        List<TraceEvent> events = TraceCut.Parse(new DmaEventText(generation).Of(Recorded), out TraceNotes notes);
        Assert.Empty(notes.Words());
        Assert.Equal(
            Recorded.Where(static read => read is { Op: TraceOp.MapPage, Failed: false } && !DmaEventText.IsEntry(Recorded, read)).Select(Mapping),
            events.Where(static read => read is { Op: TraceOp.MapPage, Failed: false, Parent: < 0 }).Select(Mapping));
        Assert.Equal(Recorded.Count(static read => read is { Op: TraceOp.MapSg, Result: > 0 }), events.Count(static read => read.Op == TraceOp.MapSg));
        Assert.All(events, static read => Assert.Equal(read.Op is not (TraceOp.UnmapSg or TraceOp.Free), read.IsTracedAfter));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_they_tell_is_judged(int generation)
    {
        string text = new DmaEventText(generation).Of(Recorded);
        CheckOptions options = TraceCut.Options("xen-xdt") with { AgainstSemantics = true, IsFromStart = true };
        TraceReport report = TraceCut.Check(text, TraceCut.Frames("xen-xdt"), options);
        Assert.DoesNotContain(report.Findings, static finding => finding.Verdict == Verdict.Fail && finding.Check.StartsWith("XD-", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Findings, static finding => finding.Verdict == Verdict.Fail && finding.Check.StartsWith("Frees", StringComparison.Ordinal));
        Assert.All(["FreesUnallocated", "XD-MASK-1", "XD-TRANS-1", "XD-BOUNCE-1"], check => Assert.True(report.Checks[check].Judged > 50, check));
    }

    [Fact]
    public void An_unmap_too_much_is_named()
    {
        string[] lines = new DmaEventText(3).Of(Recorded).Split('\n');
        int at = Array.FindIndex(lines, static line => line.Contains("dma_unmap_phys", StringComparison.Ordinal));
        string text = string.Join('\n', [.. lines[..(at + 1)], lines[at], .. lines[(at + 1)..]]);
        TraceReport report = TraceCut.Check(text, TraceCut.Frames("xen-xdt"), TraceCut.Options("xen-xdt") with { IsFromStart = true });
        Assert.Contains(report.Findings, static finding => finding is { Check: "FreesUnallocated", Verdict: Verdict.Fail });
    }

    [Fact]
    public void A_truncated_list_is_told_and_decides_nothing()
    {
        TraceReport report = TraceCut.Check(new DmaEventText(3, maxListed: 2).Of(Recorded), TraceCut.Frames("xen-xdt"), TraceCut.Options("xen-xdt") with { IsFromStart = true });
        Assert.True(report.Notes.TruncatedLists > 5);
        Assert.NotEqual(Verdict.Pass, report.Verdict);
        Assert.DoesNotContain(report.Findings, static finding => finding is { Check: "FreesWithDifferentEntryCount", Verdict: Verdict.Fail });
    }

    [Fact]
    public void An_attribute_that_is_not_known_is_counted()
    {
        List<TraceEvent> events = TraceCut.Parse(
            "a-1 [000] ..... 1.000000: dma_map_phys: d dir=TO_DEVICE dma_addr=1000 size=16 phys_addr=2000 attrs=SKIP_CPU_SYNC|BRAND_NEW|MMIO\n", out TraceNotes notes);
        Assert.Equal(1, notes.UnknownAttributes);
        Assert.Equal((0x420UL, 0x1000UL, 0x2000UL), (events[0].Attrs, events[0].Dma, events[0].Phys));
    }

    [Fact]
    public void Where_both_kinds_were_recorded_the_first_counts()
    {
        const string Probe = "a-1 [000] ..... 1.000000: unmap_page: (xen_swiotlb_unmap_page+0x5/0x100) dev=\"d\" dma=0x1000 size=0x10 dir=1 attrs=0x0\n";
        const string Event = "a-1 [000] ..... 1.000001: dma_unmap_page: d dir=TO_DEVICE dma_addr=1000 size=16 attrs=\n";
        Assert.Single(TraceCut.Parse(Probe + Event, out TraceNotes notes));
        Assert.Equal(1, notes.OtherKind);
    }

    private static (string?, ulong?, ulong?, ulong, DmaDirection, ulong, bool?) Mapping(TraceEvent map) =>
        (map.Device, map.Dma, map.Phys, map.Size, map.Direction, map.Attrs, map.IsBounced);
}
