using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>Equality through lists, which records compare by identity.</summary>
internal static class Same
{
    internal static bool Scenarios(Scenario a, Scenario b) =>
        a.Name == b.Name && a.Source == b.Source && Machines(a.Machine, b.Machine) && a.Steps.Length == b.Steps.Length
        && a.Steps.Zip(b.Steps).All(static pair => Steps(pair.First, pair.Second));

    private static bool Machines(ScenarioMachine a, ScenarioMachine b) =>
        a.Devices.SequenceEqual(b.Devices) && Layouts(a.Layout, b.Layout) && a with { Layout = b.Layout, Devices = b.Devices } == b;

    private static bool Layouts(MachineLayout a, MachineLayout b) =>
        a.Owned.HasValue == b.Owned.HasValue && (a.Owned is not { } owned || owned.SequenceEqual(b.Owned!.Value))
        && a.Foreign.SequenceEqual(b.Foreign) && a.Free.SequenceEqual(b.Free) && a.Spare.SequenceEqual(b.Spare)
        && a with { Owned = b.Owned, Foreign = b.Foreign, Free = b.Free, Spare = b.Spare } == b;

    private static bool Steps(Step a, Step b) => a is MapSgStep list && b is MapSgStep other
        ? list.Segments.SequenceEqual(other.Segments) && list with { Segments = other.Segments } == other
        : a == b;
}
