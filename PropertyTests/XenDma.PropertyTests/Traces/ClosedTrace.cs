using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace XenDma.PropertyTests.Traces;

/// <summary>A recorded trace without what is still mapped when it ends: nothing is left, so that a mapping more or less shows.</summary>
internal sealed class ClosedTrace
{
    private ClosedTrace(List<JsonObject> events) => Events = events;

    /// <summary>The events, in the order of the file.</summary>
    internal List<JsonObject> Events { get; }

    /// <summary>Where the mapping lies that an unmap ends, by their indexes.</summary>
    internal Dictionary<int, int> MapOf { get; } = [];

    /// <summary>The unmaps whose address no other live mapping has.</summary>
    internal HashSet<int> SoleUnmaps { get; } = [];

    /// <summary>The mappings that hold what a sync names.</summary>
    internal Dictionary<int, int> SyncedMap { get; } = [];

    /// <summary>Closes the head of a trace.</summary>
    internal static ClosedTrace Of(IEnumerable<string> lines)
    {
        List<JsonObject> events = [.. lines.Select(static line => (JsonObject)JsonNode.Parse(line)!)];
        HashSet<int> dead = new ClosedTrace(events).Follow();
        HashSet<long> lists = [.. dead.Where(index => events[index]["parent"] is not null).Select(index => (long)events[index]["parent"]!)];
        HashSet<string> addresses = [.. events.Where(read => Op(read) == "map_sg" && lists.Contains((long)read["id"]!)).Select(static read => ListKey(read))];
        List<JsonObject> kept = [];
        for (int i = 0; i < events.Count; i++)
        {
            JsonObject read = events[i];
            bool ofDeadList = read["parent"] is { } parent && lists.Contains((long)parent);
            bool isDeadList = Op(read) == "map_sg" && lists.Contains((long)read["id"]!);
            bool syncsDeadList = Op(read).StartsWith("sync_sg", StringComparison.Ordinal) && addresses.Contains(ListKey(read));
            if (!dead.Contains(i) && !ofDeadList && !isDeadList && !syncsDeadList) kept.Add(read);
        }

        var closed = new ClosedTrace(kept);
        HashSet<int> left = closed.Follow();
        return left.Count == 0 ? closed : throw new InvalidOperationException($"{left.Count} mappings are left");
    }

    internal static string Op(JsonObject read) => (string)read["op"]!;

    internal static ulong Hex(JsonNode? value) => Convert.ToUInt64(((string)value!)[2..], 16);

    internal static string Key(JsonObject read, string address) => $"{read["dev"]} {read[address]}";

    private static string ListKey(JsonObject read) => $"{read["dev"]} {read["sgl"]}";

    /// <summary>Pairs maps and unmaps.</summary>
    /// <returns>The maps that nothing ends, and the syncs of them.</returns>
    private HashSet<int> Follow()
    {
        Dictionary<string, List<int>> live = new(StringComparer.Ordinal);
        Dictionary<int, int> syncs = [];
        HashSet<int> dead = [];
        for (int i = 0; i < Events.Count; i++)
        {
            JsonObject read = Events[i];
            switch (Op(read))
            {
                case "map_page" when (string?)read["ret"] is { } made && made != "error":
                    Add(live, Key(read, "ret"), i);
                    break;
                case "alloc_coherent" when read["dma"] is not null:
                    Add(live, Key(read, "dma"), i);
                    break;
                case "unmap_page" or "free_coherent":
                    if (!TryEnd(live, read, i)) dead.Add(i);
                    break;
                case "sync_single_for_cpu" or "sync_single_for_device":
                    if (Holder(live, read) is { } holder) syncs[i] = SyncedMap[i] = holder;
                    else dead.Add(i);
                    break;
            }
        }

        dead.UnionWith(live.Values.SelectMany(static left => left));
        dead.UnionWith(syncs.Where(sync => dead.Contains(sync.Value)).Select(static sync => sync.Key).ToArray());
        return dead;
    }

    private bool TryEnd(Dictionary<string, List<int>> live, JsonObject unmap, int index)
    {
        if (!live.TryGetValue(Key(unmap, "dma"), out List<int>? here)) return false;
        int at = here.FindIndex(map => (ulong)Events[map]["size"]! == (ulong)unmap["size"]! && (int?)Events[map]["dir"] == (int?)unmap["dir"]);
        if (at < 0) return false;
        MapOf[index] = here[at];
        if (here.Count == 1) SoleUnmaps.Add(index);
        here.RemoveAt(at);
        if (here.Count == 0) live.Remove(Key(unmap, "dma"));
        return true;
    }

    private int? Holder(Dictionary<string, List<int>> live, JsonObject sync)
    {
        ulong dma = Hex(sync["dma"]), size = (ulong)sync["size"]!;
        foreach (List<int> here in live.Values)
        {
            foreach (int map in here)
            {
                JsonObject made = Events[map];
                if (Op(made) != "map_page" || (string?)made["dev"] != (string?)sync["dev"]) continue;
                ulong start = Hex(made["ret"]);
                if (dma >= start && dma - start + size <= (ulong)made["size"]!) return map;
            }
        }

        return null;
    }

    private static void Add(Dictionary<string, List<int>> live, string key, int index)
    {
        if (!live.TryGetValue(key, out List<int>? here)) live[key] = here = [];
        here.Add(index);
    }
}
