using System;
using System.Collections.Immutable;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses one scenario, and checks that it fits together.</summary>
internal static class ScenarioParser
{
    private static readonly KeySet Keys = new(["format", "machine", "steps"], "name", "source");

    /// <exception cref="ScenarioException">The scenario cannot be used.</exception>
    internal static Scenario Parse(string file, long line, ReadOnlySpan<byte> json)
    {
        var at = new JsonCursor(file, line, json);
        try
        {
            Scenario scenario = Parse(ref at);
            if (LayoutChecks.Fault(scenario.Machine.Layout) is { } layout) throw at.Fault(layout);
            if (new StepChecks(scenario).Fault() is { } step) throw at.Fault(step);
            return scenario;
        }
        catch (JsonException broken)
        {
            throw at.Broken(broken);
        }
    }

    private static Scenario Parse(ref JsonCursor at)
    {
        string name = "", source = "";
        ScenarioMachine? machine = null;
        ImmutableArray<Step> steps = [];
        at.Advance();
        at.BeginObject("a scenario: an object");
        while (at.NextKey(Keys) is { } key)
        {
            switch (key)
            {
                case "format": CheckFormat(ref at); break;
                case "name": name = at.Text(); break;
                case "source": source = at.Text(); break;
                case "machine": machine = MachineParser.Parse(ref at); break;
                default: steps = Steps(ref at); break;
            }
        }

        at.ExpectEnd();
        return new Scenario { Name = name, Source = source, Machine = machine!, Steps = steps };
    }

    private static void CheckFormat(ref JsonCursor at)
    {
        if (at.Number() != Scenario.FormatVersion) throw at.Expected($"{Scenario.FormatVersion}, the version that is known here");
    }

    private static ImmutableArray<Step> Steps(ref JsonCursor at)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        var arguments = new StepArguments();
        at.BeginList("a list of steps");
        while (at.NextItem(ScenarioLimits.MaxSteps)) steps.Add(StepParser.Parse(ref at, arguments));
        return steps.DrainToImmutable();
    }
}
