using System.Linq;
using XenDma.Debugging;

namespace XenDma.Specs.Traces.Checking;

/// <summary>What the markers of a test module show: bytes that arrived, and that it left nothing mapped.</summary>
internal sealed class MarkerChecks(CheckState state, CoherentChecks coherent)
{
    internal void Judge(TraceEvent read)
    {
        if (read.Marker is not { } marker) return;
        coherent.JudgeZero(read);
        switch (marker.What)
        {
            case "map" or "sg" when read.Dma is not null and not ulong.MaxValue and not 0:
                JudgeArrival(read, marker);
                break;
            case "done":
                JudgeLeft(read);
                break;
        }
    }

    private void JudgeArrival(TraceEvent read, Marker marker)
    {
        bool sends = read.Direction is DmaDirection.ToDevice or DmaDirection.Bidirectional && (read.Attrs & (ulong)DmaAttrs.SkipCpuSync) == 0;
        if (marker.What != "map" || !sends || marker.CpuHash is not { } cpu || marker.BusHash is not { } bus) return;
        state.Judge(MappingChecks.Arrival);
        if (cpu != bus) state.Violated(MappingChecks.Arrival, read, $"the device to read what the CPU wrote, hash 0x{cpu:x}", $"hash 0x{bus:x}");
    }

    private void JudgeLeft(TraceEvent read)
    {
        foreach (IGrouping<string, TraceMapping> left in state.Live.All.Where(one => state.TestDevices.Contains(one.Device) && one.List is not { IsEnding: true })
            .GroupBy(static one => one.Device).ToArray())
        {
            LeakCheck.Tell(state, read, left.Key, [.. left]);
            foreach (TraceMapping mapping in left.ToArray()) state.Live.Remove(mapping);
        }

        state.Judge(nameof(Misuse.ReleasesDeviceWithLiveMappings));
    }
}
