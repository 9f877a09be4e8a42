using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using XenDma.Specs.Harness;
using XenDma.Specs.Traces.Checking;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>A fault in a real trace is found and named; the trace without it is clean.</summary>
public sealed class PlantedFaultTests
{
    private const int Seed = 20;
    private const int Places = 50;
    private const int Lines = 1500;

    private static readonly ClosedTrace Clean = ClosedTrace.Of(TraceCut.Lines(TraceCut.File("xen-xdt", "events.jsonl.gz")).Take(Lines));

    public static TheoryData<string> Kinds => [.. PlantedFaults.All.Select(static fault => fault.Name)];

    [Fact]
    public void There_are_twenty_kinds_and_more() => Assert.True(PlantedFaults.All.DistinctBy(static fault => fault.Name).Count() >= 20);

    [Fact]
    public void Without_a_fault_the_trace_is_clean()
    {
        TraceReport report = Check(Clean.Events);
        Assert.Empty(TraceCut.Failures(report));
        Assert.Equal(Verdict.Pass, report.Verdict);
        Assert.Empty(report.AliveAtEnd);
        Assert.True(Clean.Events.Count > 800, $"{Clean.Events.Count} events");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fault_is_found_and_named(string kind)
    {
        PlantedFault fault = PlantedFaults.All.Single(fault => fault.Name == kind);
        var random = new Random(Seed);
        int[] suitable = [.. Enumerable.Range(0, Clean.Events.Count).Where(at => fault.Suits(Clean, at))];
        Assert.True(suitable.Length >= 3, $"{kind}: {suitable.Length} places");
        for (int planted = 0, tried = 0; planted < Places; tried++)
        {
            Assert.True(tried < Places * 20, $"{kind}: only {planted} places");
            int at = suitable[random.Next(suitable.Length)];
            List<JsonObject> events = [.. Clean.Events.Select((read, index) => IsNear(index, at) ? (JsonObject)read.DeepClone() : read)];
            try
            {
                fault.Plant(Clean, events, at, random);
            }
            catch (NoPlaceException)
            {
                continue;
            }

            TraceReport report = Check(events);
            Assert.True(
                report.Findings.Any(finding => finding.Verdict is Verdict.Fail && fault.Checks.Contains(finding.Check)),
                $"seed {Seed}, {kind} at event {at} ({Clean.Events[at]["id"]}): not named: {string.Join("; ", TraceCut.Failures(report).Take(3))}");
            planted++;
        }
    }

    /// <summary>What a fault may change: the event, and the one that ends it.</summary>
    private static bool IsNear(int index, int at) => index == at || (Clean.MapOf.TryGetValue(index, out int map) && map == at);

    private static TraceReport Check(List<JsonObject> events)
    {
        var text = new StringBuilder();
        foreach (JsonObject read in events) text.Append(read.ToJsonString()).Append('\n');
        return TraceCut.Check(text.ToString(), TraceCut.Frames("xen-xdt"), TraceCut.Options("xen-xdt") with { AgainstSemantics = true, ExpectsNoneAlive = true });
    }
}
