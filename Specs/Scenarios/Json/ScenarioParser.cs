using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses one scenario.</summary>
internal static class ScenarioParser
{
    internal static Scenario Parse(string file, long line, ReadOnlySpan<byte> json)
    {
        var at = new JsonCursor(file, line, json);
        HashSet<string> seen = [];
        string name = "", source = "";
        ScenarioMachine? machine = null;
        ImmutableArray<Step>? steps = null;
        List<long> positions = [];
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            switch (key)
            {
                case "format":
                    if (at.Number() != Scenario.FormatVersion) throw at.Fault(at.Position, $"format {Scenario.FormatVersion} expected, found {at.Number()}");
                    break;
                case "name":
                    name = at.Text();
                    break;
                case "source":
                    source = at.Text();
                    break;
                case "machine":
                    machine = MachineParser.Parse(ref at);
                    break;
                case "steps":
                    steps = Steps(ref at, positions);
                    break;
                default:
                    throw at.Fault(at.Position, "unknown key: format, name, source, machine or steps expected");
            }

            at.Leave();
            at.Advance();
        }

        at.ExpectEnd();
        if (!seen.Contains("format")) throw at.Fault(0, "the key format is missing");
        if (machine is null) throw at.Fault(0, "the key machine is missing");
        if (steps is null) throw at.Fault(0, "the key steps is missing");
        var scenario = new Scenario { Name = name, Source = source, Machine = machine, Steps = steps.Value };
        ScenarioChecks.Check(scenario, positions, at);
        return scenario;
    }

    private static ImmutableArray<Step> Steps(ref JsonCursor at, List<long> positions)
    {
        if (at.Token != JsonTokenType.StartArray) throw at.Expected("a list of steps");
        var steps = ImmutableArray.CreateBuilder<Step>();
        at.Advance();
        while (at.Token != JsonTokenType.EndArray)
        {
            if (steps.Count == ScenarioLimits.MaxSteps) throw at.Fault(at.Position, $"more than {ScenarioLimits.MaxSteps} steps");
            at.Enter($"[{steps.Count}]");
            positions.Add(at.Position);
            steps.Add(StepParser.Parse(ref at));
            at.Leave();
            at.Advance();
        }

        return steps.ToImmutable();
    }
}
