using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using XenDma.Specs.Traces;

namespace XenDma.PropertyTests.Traces;

/// <summary>Recorded calls as the kernel's own dma:* events would print them, in each generation of their names.</summary>
/// <param name="generation">1: Linux 6.12; 2: 6.13; 3: 6.18.</param>
/// <param name="maxListed">The most elements of a list that an event stores.</param>
internal sealed class DmaEventText(int generation, int maxListed = int.MaxValue)
{
    private static readonly string[] Directions = ["BIDIRECTIONAL", "TO_DEVICE", "FROM_DEVICE", "NONE"];

    internal string Of(IReadOnlyList<TraceEvent> events)
    {
        var text = new StringBuilder();
        Dictionary<(string, ulong), TraceEvent[]> lists = [];
        ILookup<long, TraceEvent> entries = events.Where(static read => read is { Op: TraceOp.MapPage, Parent: >= 0 }).ToLookup(static read => read.Parent);
        HashSet<(string, ulong)> ofLists = [];
        foreach (TraceEvent read in events)
        {
            switch (read.Op)
            {
                case TraceOp.MapPage:
                    if (read.IsBounced == true) Bounced(text, read);
                    if (!IsEntry(events, read)) Line(text, read, generation == 3 ? "dma_map_phys" : "dma_map_page", Single(read));
                    else ofLists.Add((read.Device!, read.Dma ?? 0));
                    break;
                case TraceOp.UnmapPage when !ofLists.Contains((read.Device!, read.Dma!.Value)):
                    Line(text, read, generation == 3 ? "dma_unmap_phys" : "dma_unmap_page", $"dma_addr={read.Dma:x} size={read.Size} attrs={Attrs(read)}");
                    break;
                case TraceOp.MapSg when read.Result > 0:
                    TraceEvent[] list = lists[(read.Device!, read.List!.Value)] = [.. entries[read.Id]];
                    Line(text, read, "dma_map_sg", MapSg(list, read));
                    break;
                case TraceOp.UnmapSg when lists.Remove((read.Device!, read.List!.Value), out TraceEvent[]? mapped):
                    Line(text, read, "dma_unmap_sg", $"phys_addrs={Array(mapped, static entry => entry.Phys!.Value)} attrs={Attrs(read)}");
                    break;
                case TraceOp.SyncForCpu or TraceOp.SyncForDevice when !ofLists.Contains((read.Device!, read.Dma!.Value)):
                    Line(text, read, read.Op == TraceOp.SyncForCpu ? "dma_sync_single_for_cpu" : "dma_sync_single_for_device", $"dma_addr={read.Dma:x} size={read.Size}");
                    break;
                case TraceOp.Alloc when !read.Failed:
                    Line(text, read, "dma_alloc", $"dma_addr={read.Dma:x} size={read.Size} virt_addr=00000000abcd1234 flags=GFP_KERNEL attrs=");
                    break;
                case TraceOp.Free:
                    Line(text, read, "dma_free", $"dma_addr={read.Dma:x} size={read.Size} virt_addr=00000000abcd1234 attrs=");
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a mapping is an entry of a list that was mapped.</summary>
    internal static bool IsEntry(IReadOnlyList<TraceEvent> events, TraceEvent map) =>
        map.Parent >= 0 && events.Any(list => list.Op == TraceOp.MapSg && list.Id == map.Parent);

    private static string Single(TraceEvent map) => map.Failed
        ? $"dma_addr=ffffffffffffffff size={map.Size} phys_addr={map.Phys:x} attrs={Attrs(map)}"
        : $"dma_addr={map.Dma:x} size={map.Size} phys_addr={map.Phys:x} attrs={Attrs(map)}";

    private string MapSg(TraceEvent[] list, TraceEvent read)
    {
        TraceEvent[] told = [.. list.Take(maxListed)];
        string count = generation < 3 ? "" : $"nents={told.Length}/{list.Length} ents={told.Length}/{list.Length}{(told.Length < list.Length ? " [TRUNCATED]" : "")} ";
        return $"{count}dma_addrs={Array(told, static entry => entry.Dma!.Value)} sizes={Array(told, static entry => entry.Size)} phys_addrs={Array(told, static entry => entry.Phys!.Value)} attrs={Attrs(read)}";
    }

    private static string Array(TraceEvent[] list, Func<TraceEvent, ulong> value) => $"{{{string.Join(',', list.Select(entry => $"0x{value(entry):x}"))}}}";

    private static string Attrs(TraceEvent read)
    {
        List<string> names = [];
        if ((read.Attrs & 2) != 0) names.Add("WEAK_ORDERING");
        if ((read.Attrs & 0x20) != 0) names.Add("SKIP_CPU_SYNC");
        if ((read.Attrs & 0x100) != 0) names.Add("NO_WARN");
        return string.Join('|', names);
    }

    private static void Bounced(StringBuilder text, TraceEvent map) => Head(text, map, map.Entered, "swiotlb_bounced").Append(CultureInfo.InvariantCulture,
        $"dev_name: {map.Device} dma_mask={map.Mask:x} dev_addr={map.OriginalBus:x} size={map.Size} {(map.Force == true ? "FORCE" : "NORMAL")}\n");

    private static void Line(StringBuilder text, TraceEvent read, string name, string rest) =>
        Head(text, read, read.Returned ?? read.Entered, name).Append(CultureInfo.InvariantCulture, $"{read.Device} dir={Directions[(int)read.Direction]} {rest}\n");

    private static StringBuilder Head(StringBuilder text, TraceEvent read, long time, string name) => text.Append(
        CultureInfo.InvariantCulture, $"{read.Task,20} [{read.Cpu:d3}] ..... {time / 1_000_000}.{time % 1_000_000:d6}: {name}: ");
}
