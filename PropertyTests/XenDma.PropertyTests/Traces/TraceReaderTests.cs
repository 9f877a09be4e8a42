using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using XenDma.PropertyTests.Cli;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Traces;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>Every format gives the same events.</summary>
public sealed class TraceReaderTests
{
    /// <summary>An operation that was running when the cut was made is only in one of the two files.</summary>
    private const long OpenAtCut = 400;

    private static readonly string[] NormalisedHalf =
    [
        """{"id":7,"t":1,"cpu":0,"task":"a-1","op":"dma_supported","dev":"d","mask":"0xffff","t_ret":2,"ret":1}""",
        """{"id":9,"t":3,"cpu":0,"task":"a-1","op":"map_page","lost_entry":true,"ret":"0x1000"}""",
    ];

    [Theory]
    [InlineData("xen-xdt", 1080)]
    [InlineData("xen-small", 300)]
    [InlineData("xen612", 300)]
    [InlineData("native", 690)]
    public void The_text_of_ftrace_gives_the_normalised_events(string name, int atLeast)
    {
        Dictionary<long, string> normalised = ById(TraceCut.Read(TraceCut.File(name, "events.jsonl.gz"), out TraceNotes one));
        Dictionary<long, string> text = ById(TraceCut.Read(TraceCut.File(name, "trace.txt.gz"), out TraceNotes other));
        long last = Math.Min(normalised.Keys.Max(), text.Keys.Max()) - OpenAtCut;
        long[] ids = [.. normalised.Keys.Union(text.Keys).Where(id => id <= last).Order()];
        Assert.All(ids, id => Assert.Equal(normalised.GetValueOrDefault(id), text.GetValueOrDefault(id)));
        Assert.True(ids.Length >= atLeast, $"{ids.Length} events were compared");
        Assert.Empty(one.Words());
        Assert.Equal(0, other.CutLines);
        Assert.StartsWith("the trace is cut: its head tells of", other.EndsEarly, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"(\[\d{3}\]) \S{5} ", "$1 ", "no flags, as trace-cmd may print")]
    [InlineData(@"(\d\.\d{6}): (\w+): \(", "$1: xs:$2: (", "the group before the event")]
    [InlineData(@"-(\d+) +\[", "-$1 (   1) [", "the thread group in brackets")]
    [InlineData(@"(\d\.\d{6}): (\w+): \(", "$1: $2:               (", "blanks behind the event")]
    [InlineData("$", "\r", "line ends of another system")]
    public void Whatever_prints_the_text_the_events_are_the_same(string pattern, string replacement, string why)
    {
        string[] lines = [.. TraceCut.Lines(TraceCut.File("xen612", "trace.txt.gz")).Where(static line => line[0] != '#').Take(800)];
        string[] changed = [.. lines.Select(line => Regex.Replace(line, pattern, replacement))];
        Assert.False(lines.SequenceEqual(changed), why);
        string[] expected = [.. TraceCut.Parse(string.Join('\n', lines), out TraceNotes plain).Select(Facts)];
        string[] actual = [.. TraceCut.Parse("cpus=1\n" + string.Join('\n', changed), out TraceNotes notes).Select(Facts)];
        Assert.Equal(expected, actual);
        Assert.True(expected.Length > 150, why);
        Assert.Equal(plain.Words(), notes.Words());
    }

    [Fact]
    public void Lost_events_and_cut_lines_are_gaps_where_they_stand()
    {
        List<string> lines = [.. TraceCut.Lines(TraceCut.File("xen612", "trace.txt.gz")).Where(static line => line[0] != '#').Take(200)];
        lines.Insert(100, "CPU:0 [LOST 17 EVENTS]");
        lines.Insert(150, "        modprobe-182     [000] .NZff    26.08");
        lines.Insert(160, "            nc-9     [000] .....    27.000000: something_else: a=1");
        List<TraceEvent> events = TraceCut.Parse(string.Join('\n', lines), out TraceNotes notes);
        Assert.Equal([17L, 1L], events.Where(static read => read.Op == TraceOp.Gap).Select(static read => read.Lost));
        Assert.Equal((17, 1), (notes.Lost, notes.CutLines));
        Assert.Equal(1, notes.UnknownEvents["something_else"]);
    }

    [Fact]
    public void A_ring_buffer_that_ran_over_lost_its_begin()
    {
        const string Line = "a-1 [000] ..... 1.000000: dma_supported: (f+0x5/0x9) dev=\"d\" mask=0xff\na-1 [000] ..... 1.000001: dma_supported_ret: (g <- f) ret=1\n";
        TraceCut.Parse("# entries-in-buffer/entries-written: 2/12   #P:1\n" + Line, out TraceNotes over);
        Assert.Equal((10, false), (over.Lost, over.IsFromStart));
        TraceCut.Parse("# entries-in-buffer/entries-written: 2/2   #P:1\n" + Line, out TraceNotes whole);
        Assert.Equal((0, true), (whole.Lost, whole.IsFromStart));
    }

    [Fact]
    public void Unknown_operations_and_half_ones_are_counted()
    {
        List<TraceEvent> events = TraceCut.Parse(string.Join('\n', [.. NormalisedHalf, """{"id":10,"t":4,"op":"teleport"}""", """{"id":11,"t":"""]), out TraceNotes notes);
        Assert.Equal([TraceOp.Supported, TraceOp.MapPage, TraceOp.Gap], events.Select(static read => read.Op));
        Assert.Equal((1, 1), (notes.Halves, notes.CutLines));
        Assert.Equal(1, notes.UnknownEvents["teleport"]);
    }

    [Fact]
    public void A_gzip_file_that_is_cut_gives_what_it_holds()
    {
        byte[] whole = File.ReadAllBytes(TraceCut.File("xen612", "events.jsonl.gz"));
        using var folder = new TemporaryFolder();
        List<TraceEvent> events = TraceCut.Read(folder.Write("cut.jsonl.gz", whole[..(whole.Length / 2)]), out TraceNotes notes);
        Assert.True(events.Count > 300);
        Assert.Contains("the gzip data ends too early", notes.EndsEarly, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing of the kind\n")]
    [InlineData("{}\n")]
    [InlineData("# tracer: nop\n")]
    public void What_is_no_trace_is_refused_in_one_line(string text)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("some.txt", text);
        Assert.StartsWith($"{path}: expected a trace", Assert.Throws<ScenarioException>(() => TraceCut.Read(path, out _)).Message, StringComparison.Ordinal);
    }

    private static Dictionary<long, string> ById(List<TraceEvent> events) =>
        events.Where(static read => read.Id >= 0).GroupBy(static read => read.Id).ToDictionary(static group => group.Key, static group => Facts(group.First()));

    /// <summary>All that an event tells, but for its place in the file.</summary>
    private static string Facts(TraceEvent read)
    {
        Dictionary<string, JsonElement> facts = JsonSerializer.SerializeToElement(read).EnumerateObject().ToDictionary(static fact => fact.Name, static fact => fact.Value);
        facts.Remove(nameof(TraceEvent.Line));
        facts.Remove(nameof(TraceEvent.Place));
        return JsonSerializer.Serialize(facts);
    }
}
