using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using XenDma.Bouncing;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Reading;
using XenDma.Specs.Traces.Replaying;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>The model does what the recorded kernels did: decisions, slots, contents.</summary>
public sealed class TraceReplayTests
{
    [Theory]
    [InlineData("xen-xdt", "events.jsonl.gz", 610, 514, 2209)]
    [InlineData("xen-small", "events.jsonl.gz", 344, 212, 1013)]
    [InlineData("xen612", "events.jsonl.gz", 148, 4, 0)]
    [InlineData("native", "events.jsonl.gz", 347, 241, 1041)]
    [InlineData("xen-xdt", "trace.txt.gz", 200, 150, 600)]
    [InlineData("native", "trace.txt.gz", 300, 200, 900)]
    public void A_recorded_trace_is_answered_without_one_difference(string name, string file, int decisions, int slots, int hashes)
    {
        ReplayReport report = Replay(name, file, static options => options);
        Assert.Empty(report.Differences);
        Assert.Empty(report.Explained);
        Assert.Equal(Verdict.Pass, report.Verdict);
        Assert.True(report.Decisions.Equal >= decisions && report.Slots.Equal >= slots && report.Contents.Equal >= hashes,
            $"{report.Decisions.Equal} decisions, {report.Slots.Equal} slots, {report.Contents.Equal} hashes");
    }

    [Fact]
    public void Another_release_takes_other_slots()
    {
        ReplayReport report = Replay("xen-xdt", "events.jsonl.gz", static options => options with { Semantics = Semantics.Linux4_18 });
        Assert.Equal(Verdict.Fail, report.Verdict);
        Assert.True(report.Slots.Different > 0);
        Assert.Contains(report.Differences, static difference => difference.Text.Contains("the kernel took the slot at 0x", StringComparison.Ordinal));
    }

    [Fact]
    public void A_partial_sync_that_is_not_refused_shows_in_the_contents()
    {
        Semantics mended = Semantics.Linux6_1 with { PartialSyncRefused = false };
        ReplayReport report = Replay("xen-xdt", "events.jsonl.gz", options => options with { Semantics = mended });
        Assert.Equal(0, report.Decisions.Different + report.Slots.Different);
        Assert.True(report.Contents.Different > 0);
    }

    [Theory]
    [InlineData(0, Verdict.Fail)]
    [InlineData(1, Verdict.Inconclusive)]
    public void A_missed_mapping_moves_slots_and_explains_them(int misses, Verdict verdict)
    {
        List<string> lines = [.. TraceCut.Lines(TraceCut.File("xen-small", "events.jsonl.gz"))];
        lines.RemoveAt(lines.FindIndex(static line =>
            line.Contains("\"op\":\"map_page\"", StringComparison.Ordinal) && line.Contains("\"bounced\":true", StringComparison.Ordinal) && !line.Contains("parent", StringComparison.Ordinal)));
        lines.RemoveAll(static line => line.Contains("\"xdt\"", StringComparison.Ordinal));
        RecordedRun run = RecordedRun.Find(TraceCut.Folder("xen-small"));
        using var reader = new TraceReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "missed");
        ReplayReport report = TraceReplay.Run(reader, TraceCut.Frames("xen-small"), new ReplayOptions(run.Release!, false, run.PoolStart!.Value, 1024, 1, ProbeMisses: misses));
        Assert.Equal((verdict, misses == 0, misses > 0), (report.Verdict, report.Slots.Different > 0, report.Slots.Explained > 0));
        Assert.True(report.Slots.Different + report.Slots.Explained < report.Slots.Judged / 4);
    }

    [Fact]
    public void A_pool_that_lies_elsewhere_is_told() => Assert.Contains(
        "the guest's memory ends at", Assert.Throws<ScenarioException>(() => Replay("xen-xdt", "events.jsonl.gz", static options => options with { PoolStart = 1UL << 40 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Under_Xen_a_replay_needs_the_P2M()
    {
        using TraceReader reader = TraceReader.Open(TraceCut.File("xen-xdt", "events.jsonl.gz"));
        Assert.Contains("needs the P2M", Assert.Throws<ScenarioException>(() => TraceReplay.Run(reader, new FrameTable(), new ReplayOptions(Semantics.Linux6_1, false, 0, 128, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_an_unused_pool_lies_shows_the_first_slot()
    {
        using TraceReader reader = TraceReader.Open(TraceCut.File("native", "events.jsonl.gz"));
        Assert.Equal(RecordedRun.Find(TraceCut.Folder("native")).PoolStart, TraceReplay.FindPool(reader));
    }

    private static ReplayReport Replay(string name, string file, Func<ReplayOptions, ReplayOptions> change)
    {
        RecordedRun run = RecordedRun.Find(TraceCut.Folder(name));
        ulong slots = (run.PoolEnd!.Value - run.PoolStart!.Value) >> IoTlb.SlotShift;
        using TraceReader reader = TraceReader.Open(TraceCut.File(name, file));
        return TraceReplay.Run(reader, TraceCut.Frames(name), change(new ReplayOptions(run.Release!, run.IsXen == false, run.PoolStart.Value, slots, run.Areas ?? 1)));
    }
}
