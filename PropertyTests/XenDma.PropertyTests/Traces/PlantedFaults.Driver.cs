using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace XenDma.PropertyTests.Traces;

/// <summary>Faults of a driver.</summary>
internal static partial class PlantedFaults
{
    private static readonly PlantedFault[] OfDrivers =
    [
        new("drop an unmap", ["ReleasesDeviceWithLiveMappings", "XD-SLOT-1", "OverlapsActiveMapping"], IsSingle, static (_, events, at, _) => events.RemoveAt(at)),
        new("duplicate an unmap", ["FreesUnallocated"], IsSingle, static (_, events, at, _) => events.Insert(at + 1, Copy(events[at]))),
        new("change the size of an unmap", ["FreesWithDifferentSize"], IsSingle,
            static (_, events, at, random) => events[at]["size"] = (ulong)events[at]["size"]! + (ulong)random.Next(1, 5000)),
        new("change the direction of an unmap", ["FreesWithDifferentDirection"], IsSingle,
            static (_, events, at, random) => events[at]["dir"] = ((int)events[at]["dir"]! + random.Next(1, 3)) % 3),
        new("unmap for another device", ["FreesUnallocated"], IsSingle, static (_, events, at, _) => events[at]["dev"] = "0000:00:1f.7"),
        new("unmap an address inside the mapping", ["FreesUnallocated"], static (trace, at) => IsSingle(trace, at) && (ulong)trace.Events[at]["size"]! > 64,
            static (_, events, at, _) => Move(events[at], "dma", 64)),
        new("unmap the error value", ["FreesInvalidAddress"], IsSingle, static (_, events, at, _) => events[at]["dma"] = "0xffffffffffffffff"),
        new("unmap before the map", ["FreesUnallocated"], IsSingle, static (trace, events, at, _) =>
        {
            JsonObject unmap = events[at];
            events.RemoveAt(at);
            events.Insert(trace.MapOf[at], unmap);
        }),
        new("sync past the end", ["SyncsOutsideRange", "SyncsUnallocated"], static (trace, at) => trace.SyncedMap.ContainsKey(at) && !IsInList(trace, trace.SyncedMap[at]),
            static (_, events, at, _) => events[at]["size"] = (ulong)events[at]["size"]! + (1 << 20)),
        new("sync after the unmap", ["SyncsUnallocated", "SyncsOutsideRange"], IsSingle, static (_, events, at, _) =>
        {
            JsonObject sync = Copy(events[at]);
            sync["op"] = "sync_single_for_cpu";
            events.Insert(at + 1, sync);
        }),
        new("sync in another direction", ["SyncsWithDifferentDirection"],
            static (trace, at) => trace.SyncedMap.TryGetValue(at, out int map) && (int)trace.Events[map]["dir"]! != 0 && IsAlone(trace, map),
            static (_, events, at, _) => events[at]["dir"] = 3 - (int)events[at]["dir"]!),
        new("unmap a list with another count", ["FreesWithDifferentEntryCount"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "unmap_sg",
            static (_, events, at, random) => events[at]["nents"] = (int)events[at]["nents"]! + random.Next(1, 4)),
        new("unmap a list in another direction", ["FreesWithDifferentDirection"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "unmap_sg",
            static (_, events, at, random) => events[at]["dir"] = ((int)events[at]["dir"]! + random.Next(1, 3)) % 3),
        new("sync a list with another count", ["SyncsWithDifferentEntryCount"],
            static (trace, at) => ClosedTrace.Op(trace.Events[at]).StartsWith("sync_sg", StringComparison.Ordinal),
            static (_, events, at, random) => events[at]["nents"] = (int)events[at]["nents"]! + random.Next(1, 4)),
        new("free coherent memory with another size", ["FreesWithDifferentSize"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "free_coherent",
            static (_, events, at, random) => events[at]["size"] = (ulong)events[at]["size"]! + (ulong)random.Next(1, 5000)),
        new("free coherent memory at another CPU address", ["FreesWithDifferentCpuAddress"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "free_coherent",
            static (_, events, at, _) => Move(events[at], "vaddr", 4096)),
        new("free coherent memory with unmap_page", ["FreesWithWrongFunction"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "free_coherent",
            static (_, events, at, _) =>
            {
                events[at]["op"] = "unmap_page";
                events[at]["dir"] = 0;
            }),
    ];

    /// <summary>An unmap of a mapping that is no entry of a list, and that no other shares its address with.</summary>
    private static bool IsSingle(ClosedTrace trace, int at) =>
        ClosedTrace.Op(trace.Events[at]) == "unmap_page" && trace.SoleUnmaps.Contains(at) && !IsInList(trace, trace.MapOf[at]);

    private static bool IsInList(ClosedTrace trace, int map) => trace.Events[map]["parent"] is not null;

    /// <summary>Whether no other mapping has a byte of its bus addresses: only then it is certain which mapping a sync means.</summary>
    private static bool IsAlone(ClosedTrace trace, int map)
    {
        JsonObject mine = trace.Events[map];
        ulong start = ClosedTrace.Hex(mine["ret"]), end = start + (ulong)mine["size"]!;
        return !trace.MapOf.Values.Any(other => other != map && ClosedTrace.Op(trace.Events[other]) == "map_page" && (string?)trace.Events[other]["dev"] == (string?)mine["dev"]
            && ClosedTrace.Hex(trace.Events[other]["ret"]) < end && start < ClosedTrace.Hex(trace.Events[other]["ret"]) + (ulong)trace.Events[other]["size"]!);
    }

    private static JsonObject Copy(JsonObject read) => (JsonObject)read.DeepClone();

    private static void Move(JsonObject read, string key, long by) => read[key] = $"0x{unchecked((ulong)((long)ClosedTrace.Hex(read[key]) + by)):x}";
}
