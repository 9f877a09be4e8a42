using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace XenDma.PropertyTests.Traces;

/// <summary>Faults of an implementation.</summary>
internal static partial class PlantedFaults
{
    private static readonly PlantedFault[] OfKernels =
    [
        new("map beyond the mask", ["XD-MASK-1"], IsMapped, static (_, events, at, _) => events[at]["mask"] = $"0x{ClosedTrace.Hex(events[at]["ret"]) / 2:x}"),
        new("move a direct mapping to another frame", ["XD-TRANS-1"], IsDirect, static (trace, events, at, random) => Shift(trace, events, at, random.Next(1, 50) * 4096L)),
        new("move a direct mapping within its frame", ["XD-TRANS-1"], IsDirect, static (trace, events, at, random) => Shift(trace, events, at, random.Next(1, 9) * 8L)),
        new("map across a frame break", ["XD-STRAD-1"], static (trace, at) => IsDirect(trace, at) && Breaks(trace.Events[at]),
            static (trace, events, at, _) => Resize(trace, events, at, 0x10000)),
        new("give two mappings one slot", ["XD-SLOT-1"], IsBounced, static (trace, events, at, random) =>
        {
            int[] others = [.. LiveBounced(trace, at)];
            if (others.Length == 0) throw new NoPlaceException();
            JsonObject other = events[others[random.Next(others.Length)]], mine = events[at];
            mine["ret"] = (string)other["ret"]!;
            mine["tbl"]!["tlb"] = (string)other["tbl"]!["tlb"]!;
            foreach (JsonNode? copy in mine["tbl"]!["copies"]?.AsArray() ?? []) copy![0] = (string)other["tbl"]!["tlb"]!;
        }),
        new("bounce outside the pool", ["XD-BOUNCE-2"], IsBounced, static (trace, events, at, _) => events[at]["tbl"]!["tlb"] = "0x7000000"),
        new("bounce to another bus address", ["XD-TRANS-1"], IsBounced, static (trace, events, at, random) => Shift(trace, events, at, random.Next(1, 9) * 2048L)),
        new("cross a boundary", ["XD-BOUND-1"], static (trace, at) => IsBounced(trace, at) && (ulong)trace.Events[at]["size"]! > 4096,
            static (_, events, at, _) => events[at]["tbl"]!["seg_boundary"] = "0xfff"),
        new("lose address bits", ["XD-ALIGN-1"],
            static (trace, at) => IsBounced(trace, at) && ((ClosedTrace.Hex(trace.Events[at]["phys"]) ^ ClosedTrace.Hex(trace.Events[at]["ret"])) & 0xfff) != 0,
            static (_, events, at, _) => events[at]["tbl"]!["min_align"] = "0xfff"),
        new("bounce what can be mapped directly", ["XD-DIRECT-1"], static (trace, at) => IsBounced(trace, at) && !Breaks(trace.Events[at], 0),
            static (_, events, at, _) => events[at]["mask"] = "0xffffffffffffffff"),
        new("fail what can be mapped directly", ["XD-ERR-1"], static (trace, at) => IsDirect(trace, at) && trace.Events[at]["parent"] is null, static (trace, events, at, _) =>
        {
            events[at]["ret"] = "error";
            events.RemoveAt(trace.MapOf.First(pair => pair.Value == at).Key);
        }),
        new("copy too little", ["XD-CONT-1"], static (trace, at) => IsBounced(trace, at) && (int)trace.Events[at]["dir"]! < 2 && (Attrs(trace, at) & 0x20) == 0
            && trace.Events[at]["tbl"]!["copies"] is not null,
            static (_, events, at, _) => events[at]["tbl"]!["copies"]![0]![1] = (ulong)events[at]["size"]! - 1),
        new("map a list in part", ["XD-SG-1"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "map_sg" && (int)trace.Events[at]["nents"]! > 1,
            static (_, events, at, _) => events[at]["ret"] = (int)events[at]["nents"]! - 1),
        new("coherent memory beyond its mask", ["XD-COH-1"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "alloc_coherent",
            static (_, events, at, _) => events[at]["cmask"] = $"0x{(System.Numerics.BitOperations.RoundUpToPowerOf2(ClosedTrace.Hex(events[at]["dma"])) >> 1) - 1:x}"),
        new("coherent memory at another bus address", ["XD-COH-2"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "alloc_coherent",
            static (trace, events, at, random) =>
            {
                long by = random.Next(1, 50) * 4096L;
                Move(events[at], "dma", by);
                Move(events[trace.MapOf.First(pair => pair.Value == at).Key], "dma", by);
            }),
        new("an exchange that gives a frame twice", ["XD-P2M-1"], static (trace, at) => ClosedTrace.Op(trace.Events[at]) == "p2m",
            static (_, events, at, _) => events[at]["set"]!.AsArray().Add(new JsonArray("0x3ffff", (string?)events[at]["set"]![0]![1] ?? "0x5", 1, 1))),
    ];

    /// <summary>All kinds.</summary>
    internal static IEnumerable<PlantedFault> All => OfDrivers.Concat(OfKernels);

    private static ulong Attrs(ClosedTrace trace, int at) => ClosedTrace.Hex(trace.Events[at]["attrs"]);

    private static bool IsMapped(ClosedTrace trace, int at) =>
        ClosedTrace.Op(trace.Events[at]) == "map_page" && (string?)trace.Events[at]["ret"] is { } made && made != "error";

    private static bool IsDirect(ClosedTrace trace, int at) => IsMapped(trace, at) && trace.Events[at]["tbl"] is null;

    private static bool IsBounced(ClosedTrace trace, int at) => IsMapped(trace, at) && trace.Events[at]["tbl"] is not null;

    /// <summary>Whether the P2M breaks within so many bytes, as it was when the trace began; a buffer's own are left whole by exchanges.</summary>
    private static bool Breaks(JsonObject map, ulong more = 0x10000) =>
        Frames.IsConsecutive(ClosedTrace.Hex(map["phys"]), (ulong)map["size"]! + more) != true;

    private static readonly Specs.Traces.FrameTable Frames = TraceCut.Frames("xen-xdt");

    private static IEnumerable<int> LiveBounced(ClosedTrace trace, int at) => trace.MapOf
        .Where(pair => pair.Value < at && pair.Key > at && IsBounced(trace, pair.Value)).Select(static pair => pair.Value);

    /// <summary>Moves a mapping and its end.</summary>
    private static void Shift(ClosedTrace trace, List<JsonObject> events, int at, long by)
    {
        Move(events[at], "ret", by);
        Move(events[trace.MapOf.First(pair => pair.Value == at).Key], "dma", by);
    }

    private static void Resize(ClosedTrace trace, List<JsonObject> events, int at, ulong more)
    {
        events[at]["size"] = (ulong)events[at]["size"]! + more;
        events[trace.MapOf.First(pair => pair.Value == at).Key]["size"] = (ulong)events[at]["size"]!;
    }
}

/// <summary>The place turned out not to suit.</summary>
internal sealed class NoPlaceException : Exception;
