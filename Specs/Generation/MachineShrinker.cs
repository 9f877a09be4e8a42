using System;
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

    /// <remarks>Some may have a machine frame twice. What the pool itself is made of stays: the first spare run, and the size of a late pool, which does not come about when small.</remarks>
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
        int[] buffers = [.. Enumerable.Range(0, owned.Length).Where(i => !IsFree(owned[i], layout))];
        foreach ((int first, int length) in Stretches(buffers.Length)) yield return Without(owned, buffers.AsSpan(first, length));

        // Neighbours as one run: what is consecutive for the guest becomes so on the bus.
        foreach ((int first, int length) in Stretches(owned.Length))
        {
            ImmutableArray<FrameRun> joined = length > 1 ? Joined(owned, first, length, layout) : owned;
            if (joined.Length < owned.Length) yield return joined;
        }

        foreach ((int first, int length) in Stretches(owned.Length))
        {
            ImmutableArray<FrameRun> plain = [.. owned.Select((run, i) => i >= first && i < first + length ? run with { Mfn = run.Pfn } : run)];
            if (!plain.SequenceEqual(owned)) yield return plain;
        }
    }

    /// <summary>All of a row, its halves, their halves, and so on to one by one.</summary>
    private static IEnumerable<(int First, int Length)> Stretches(int count)
    {
        for (int length = count; length >= 1; length /= 2)
        {
            for (int first = 0; first < count; first += length) yield return (first, Math.Min(length, count - first));
        }
    }

    private static ImmutableArray<FrameRun> Without(ImmutableArray<FrameRun> owned, ReadOnlySpan<int> places)
    {
        var kept = ImmutableArray.CreateBuilder<FrameRun>(owned.Length);
        for (int i = 0; i < owned.Length; i++)
        {
            if (places.BinarySearch(i) < 0) kept.Add(owned[i]);
        }

        return kept.ToImmutable();
    }

    /// <summary>All of the buffers' frames on their own numbers; each stretch of touching guest frames as one run.</summary>
    private static IEnumerable<ImmutableArray<FrameRun>> Bold(ImmutableArray<FrameRun> owned, MachineLayout layout)
    {
        if (owned.Length < 3) yield break;
        ImmutableArray<FrameRun> plain = [.. owned.Select(run => IsFree(run, layout) ? run : run with { Mfn = run.Pfn })];
        if (!plain.SequenceEqual(owned)) yield return plain;
        ImmutableArray<FrameRun> joined = Joined(owned, 0, owned.Length, layout);
        if (joined.Length < owned.Length) yield return joined;
    }

    /// <summary>The runs of a stretch that touch as one.</summary>
    private static ImmutableArray<FrameRun> Joined(ImmutableArray<FrameRun> owned, int first, int length, MachineLayout layout)
    {
        var joined = ImmutableArray.CreateBuilder<FrameRun>();
        for (int i = 0; i < owned.Length; i++)
        {
            FrameRun run = owned[i];
            bool goesOn = i > first && i < first + length && joined[^1].Pfn + joined[^1].Count == run.Pfn && IsFree(joined[^1], layout) == IsFree(run, layout);
            if (goesOn) joined[^1] = joined[^1] with { Count = joined[^1].Count + run.Count };
            else joined.Add(run);
        }

        return joined.ToImmutable();
    }

    private static bool IsFree(FrameRun run, MachineLayout layout) => layout.Free.Any(free => run.Pfn < free.End && free.First < run.Pfn + run.Count);

    /// <summary>No machine frame twice.</summary>
    internal static bool IsSound(MachineLayout layout)
    {
        IEnumerable<FrameRange> all = (layout.Owned ?? []).Concat(layout.Foreign).Select(static run => new FrameRange(run.Mfn, run.Count)).Concat(layout.Spare);
        FrameRange[] ordered = [.. all.OrderBy(static range => range.First)];
        return Enumerable.Range(1, Math.Max(0, ordered.Length - 1)).All(i => ordered[i - 1].End <= ordered[i].First);
    }
}
