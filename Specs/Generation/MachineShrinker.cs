using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Simpler machines for a scenario: fewer frames, runs and devices, the defaults in place of what is special.</summary>
internal static class MachineShrinker
{
    private const int DefaultMaxOrder = 9;

    /// <remarks>What the pool itself is made of stays: the first spare run, and the size of a late pool, which does not come about when small.</remarks>
    internal static IEnumerable<Scenario> Candidates(Scenario scenario)
    {
        ScenarioMachine machine = scenario.Machine;
        MachineLayout layout = machine.Layout;
        if (machine.Pool.Force) yield return With(scenario, machine with { Pool = machine.Pool with { Force = false } });
        if (!machine.Pool.Early) yield return With(scenario, machine with { Pool = machine.Pool with { Early = true } });
        if (machine.Pool is { Early: true, Slabs: > 128 }) yield return With(scenario, machine with { Pool = machine.Pool with { Slabs = 128 } });
        if (layout.ExchangeContents != ExchangeContents.Preserve)
            yield return With(scenario, machine with { Layout = layout with { ExchangeContents = ExchangeContents.Preserve } });
        if (layout.ExchangeMaxOrder != DefaultMaxOrder) yield return With(scenario, machine with { Layout = layout with { ExchangeMaxOrder = DefaultMaxOrder } });
        if (layout.Foreign.Length > 0) yield return With(scenario, machine with { Layout = layout with { Foreign = [] } });
        foreach (Scenario fewer in FewerDevices(scenario)) yield return fewer;
        foreach (ScenarioMachine plainer in PlainerDevices(machine)) yield return With(scenario, plainer);
        for (int i = layout.Spare.Length - 1; i >= 1; i--)
            yield return With(scenario, machine with { Layout = layout with { Spare = layout.Spare.RemoveAt(i) } });
        foreach (ImmutableArray<FrameRun> owned in SimplerFrames(layout))
            yield return With(scenario, machine with { Layout = layout with { Owned = owned } });
    }

    private static Scenario With(Scenario scenario, ScenarioMachine machine) =>
        scenario with { Machine = machine, Steps = [.. scenario.Steps.Select(static step => step with { Result = null })] };

    /// <summary>One of the devices alone, in the place of all.</summary>
    private static IEnumerable<Scenario> FewerDevices(Scenario scenario)
    {
        if (scenario.Machine.Devices.Length < 2) yield break;
        foreach (DeviceTraits traits in scenario.Machine.Devices)
        {
            yield return scenario with
            {
                Machine = scenario.Machine with { Devices = [traits] },
                Steps =
                [
                    .. scenario.Steps.Select(static step =>
                        step is DeviceStep { Device: > 0 } named ? named with { Device = 0, Result = null } : step with { Result = null }),
                ],
            };
        }
    }

    private static IEnumerable<ScenarioMachine> PlainerDevices(ScenarioMachine machine)
    {
        for (int i = 0; i < machine.Devices.Length; i++)
        {
            DeviceTraits traits = machine.Devices[i];
            foreach (DeviceTraits plainer in new[]
            {
                new DeviceTraits(),
                traits with { SegmentBoundaryMask = 0 },
                traits with { MinAlignMask = 0 },
                traits with { CoherentDmaMask = uint.MaxValue },
            })
            {
                if (plainer != traits) yield return machine with { Devices = machine.Devices.SetItem(i, plainer) };
            }
        }
    }

    private static IEnumerable<ImmutableArray<FrameRun>> SimplerFrames(MachineLayout layout)
    {
        if (layout.Owned is not { } owned) yield break;
        foreach (ImmutableArray<FrameRun> bold in Bold(owned, layout)) yield return bold;
        for (int i = 0; i < owned.Length; i++)
        {
            if (!IsFree(owned[i], layout)) yield return owned.RemoveAt(i);
        }

        // Neighbours as one run: what is consecutive for the guest becomes so on the bus.
        for (int i = 0; i + 1 < owned.Length; i++)
        {
            FrameRun run = owned[i], next = owned[i + 1];
            if (run.Pfn + run.Count != next.Pfn) continue;
            FrameRun joined = run with { Count = run.Count + next.Count };
            ImmutableArray<FrameRun> simpler = owned.RemoveAt(i + 1).SetItem(i, joined);
            if (IsSound(simpler, layout)) yield return simpler;
        }

        for (int i = 0; i < owned.Length; i++)
        {
            ImmutableArray<FrameRun> simpler = owned.SetItem(i, owned[i] with { Mfn = owned[i].Pfn });
            if (owned[i].Mfn != owned[i].Pfn && IsSound(simpler, layout)) yield return simpler;
        }
    }

    /// <summary>All of the buffers' frames on their own numbers; each stretch of touching guest frames as one run.</summary>
    private static IEnumerable<ImmutableArray<FrameRun>> Bold(ImmutableArray<FrameRun> owned, MachineLayout layout)
    {
        if (owned.Length < 3) yield break;
        ImmutableArray<FrameRun> plain = [.. owned.Select(run => IsFree(run, layout) ? run : run with { Mfn = run.Pfn })];
        if (!plain.SequenceEqual(owned) && IsSound(plain, layout)) yield return plain;
        ImmutableArray<FrameRun> joined = Joined(owned, layout);
        if (joined.Length < owned.Length && IsSound(joined, layout)) yield return joined;
    }

    private static ImmutableArray<FrameRun> Joined(ImmutableArray<FrameRun> owned, MachineLayout layout)
    {
        var joined = ImmutableArray.CreateBuilder<FrameRun>();
        foreach (FrameRun run in owned)
        {
            bool goesOn = joined.Count > 0 && joined[^1].Pfn + joined[^1].Count == run.Pfn && IsFree(joined[^1], layout) == IsFree(run, layout);
            if (goesOn) joined[^1] = joined[^1] with { Count = joined[^1].Count + run.Count };
            else joined.Add(run);
        }

        return joined.ToImmutable();
    }

    private static bool IsFree(FrameRun run, MachineLayout layout) => layout.Free.Any(free => run.Pfn < free.End && free.First < run.Pfn + run.Count);

    /// <summary>No machine frame twice.</summary>
    private static bool IsSound(ImmutableArray<FrameRun> owned, MachineLayout layout)
    {
        IEnumerable<FrameRange> all = owned.Concat(layout.Foreign).Select(static run => new FrameRange(run.Mfn, run.Count)).Concat(layout.Spare);
        FrameRange[] ordered = [.. all.OrderBy(static range => range.First)];
        return Enumerable.Range(1, ordered.Length - 1).All(i => ordered[i - 1].End <= ordered[i].First);
    }
}
