using System;
using System.Collections.Immutable;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses a step: finds its op first, then reads the arguments that belong to it.</summary>
internal static class StepParser
{
    internal static readonly (string Word, DmaDirection Value)[] Directions =
    [
        ("to_device", DmaDirection.ToDevice), ("from_device", DmaDirection.FromDevice), ("bidirectional", DmaDirection.Bidirectional),
        ("none", DmaDirection.None),
    ];

    private static readonly KeySet ReferenceKeys = new(["of"], "seg", "plus");

    /// <param name="at">On the step.</param>
    /// <param name="arguments">Room for the arguments, for use again.</param>
    internal static Step Parse(ref JsonCursor at, StepArguments arguments)
    {
        StepForm form = Form(ref at);
        StepResult? result = null;
        at.BeginObject();
        while (at.NextKey(form.Keys) is { } key)
        {
            if (key == "result") result = ResultParsers.Parse(ref at, form);
            else Argument(ref at, key, arguments);
        }

        Step step = form.Make(arguments);
        return result is null ? step : step with { Result = result };
    }

    private static StepForm Form(ref JsonCursor at)
    {
        if (at.Token == JsonTokenType.StartObject && at.TryFindText("op"u8, out ReadOnlySpan<byte> op) && StepForm.Find(op) is { } form) return form;
        bool hasOp = at.Token == JsonTokenType.StartObject && at.Has("op"u8);
        at.BeginObject("a step: an object");
        if (!hasOp) throw at.Missing("op");
        at.SkipTo("op"u8);
        throw at.Expected("one of " + string.Join(", ", StepForm.Ops));
    }

    private static void Argument(ref JsonCursor at, string key, StepArguments arguments)
    {
        switch (key)
        {
            case "dev": arguments.Device = at.IsNull ? null : at.Int(0, ScenarioLimits.MaxDevices - 1); break;
            case "pfn": arguments.Pfn = Address(ref at); break;
            case "dma": arguments.Dma = Address(ref at); break;
            case "phys": arguments.Phys = Address(ref at); break;
            case "offset": arguments.Offset = at.Number(); break;
            case "size": arguments.Size = at.Number(); break;
            case "mask": arguments.Mask = at.Number(); break;
            case "seed": arguments.Seed = at.Number(); break;
            case "count": arguments.Count = at.Number(0, ScenarioLimits.MaxListedFrames); break;
            case "map": arguments.Map = at.Int(0, ScenarioLimits.MaxSteps - 1); break;
            case "dir": arguments.Direction = at.Word<DmaDirection>(Directions); break;
            case "attrs": arguments.Attrs = (DmaAttrs)at.Number(); break;
            case "segments": arguments.Segments = Segments(ref at); break;
        }
    }

    private static Operand Address(ref JsonCursor at)
    {
        if (at.Token != JsonTokenType.StartObject) return Operand.Literal(at.Number());
        int step = 0;
        int? segment = null;
        ulong plus = 0;
        at.BeginObject();
        while (at.NextKey(ReferenceKeys) is { } key)
        {
            if (key == "of") step = at.Int(0, ScenarioLimits.MaxSteps - 1);
            else if (key == "seg") segment = at.Int(0, ScenarioLimits.MaxSegments - 1);
            else plus = at.Number();
        }

        return segment is { } index ? Operand.OfSegment(step, index, plus) : Operand.Of(step, plus);
    }

    private static ImmutableArray<ListEntry> Segments(ref JsonCursor at)
    {
        const string What = "an entry [phys, length]";
        var entries = ImmutableArray.CreateBuilder<ListEntry>();
        at.BeginList("a list of entries [phys, length]");
        while (at.NextItem(ScenarioLimits.MaxSegments))
        {
            Operand phys = default;
            ulong length = 0;
            int count = 0;
            at.BeginList(What);
            for (; at.NextItem(2); count++)
            {
                if (count == 0) phys = Address(ref at);
                else length = at.Number();
            }

            if (count < 2) throw at.Fault($"expected {What}, found {count} numbers");
            entries.Add(new ListEntry(phys, length));
        }

        return entries.DrainToImmutable();
    }
}
