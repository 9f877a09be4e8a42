using System;
using System.Linq;
using XenDma.Specs.Adapters;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Ends what is live when a scenario ends, so that an instance with an end of its own (destroy) meets it with nothing live: the
/// contract leaves open what becomes of live mappings there. All these calls are legal, so whatever goes wrong in one counts.</summary>
internal static class Unwinding
{
    /// <summary>Unmaps and frees, then ends the instance.</summary>
    /// <returns>What went wrong, or null.</returns>
    internal static string? End(ScenarioRun run, LiveMappings live)
    {
        if (run.Ops is not IAbandonable) return null;
        string call = "";
        try
        {
            foreach (int step in live.Steps.Order().ToArray())
            {
                call = $"the unmap of #{step} after the last step";
                Unmap(run, step);
            }

            foreach (Allocation memory in live.Allocations.Values.OrderBy(static memory => memory.Step))
            {
                call = $"the free of {memory} after the last step";
                if (memory.Device is { IsCoherent: false }) run.Machine.Memory.SetUncached(memory.Phys, memory.Size, uncached: false);
                run.Ops.Free(memory.Device, memory.Size, run.Machine.Memory.Buffer(memory.Phys, (int)memory.Size), memory.Dma, DmaAttrs.None);
            }

            call = "destroy, with nothing live";
            run.End();
            return null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            run.Abandon();
            return $"{call}: {fault.Message}";
        }
    }

    private static void Unmap(ScenarioRun run, int step)
    {
        switch (run.Scenario.Steps[step])
        {
            case MapPageStep map:
                run.Ops!.UnmapPage(run.DeviceOf(map.Device)!, run.ReturnedDma(step), map.Size, map.Direction, DmaAttrs.SkipCpuSync);
                break;
            case MapSgStep map:
                ScatterList list = run.ListOf(step);
                run.Ops!.UnmapSg(run.DeviceOf(map.Device)!, list, list.Count, map.Direction, DmaAttrs.SkipCpuSync);
                break;
        }
    }
}
