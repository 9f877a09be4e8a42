using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;

namespace XenDma.Specs.Traces.Checking;

/// <summary>Scatter lists: their entries are events of their own; map and unmap are paired by the list's address, or by its first entry's.</summary>
internal sealed class ListChecks(CheckState state, DriverChecks driver, MappingChecks mappings)
{
    private const string AllOrNothing = "XD-SG-1";
    private const int MaxOpenParents = 4096;

    private readonly Dictionary<(string Device, ulong Address), List<TraceList>> _lists = [];
    private readonly Dictionary<long, List<Entry>> _entries = [];
    private readonly Queue<long> _order = new();

    /// <summary>A mapping that was made within another operation: it may turn out to be an entry of a list.</summary>
    internal void AddEntry(TraceEvent read, TraceMapping? mapping)
    {
        if (read.Parent < 0) return;
        if (!_entries.TryGetValue(read.Parent, out List<Entry>? entries))
        {
            _entries[read.Parent] = entries = [];
            _order.Enqueue(read.Parent);
            if (_order.Count > MaxOpenParents) _entries.Remove(_order.Dequeue());
        }

        entries.Add(new Entry(read, mapping));
    }

    /// <summary>Takes the bounce that bare metal made within a single mapping.</summary>
    internal TraceEvent? TakeBounce(TraceEvent map) =>
        map.Id >= 0 && _entries.Remove(map.Id, out List<Entry>? entries) ? entries.Find(static entry => entry.Event.Op == TraceOp.PoolMap)?.Event : null;

    internal void Map(TraceEvent map)
    {
        List<Entry> entries = _entries.Remove(map.Id >= 0 ? map.Id : map.Line, out List<Entry>? found) ? found : [];
        bool failed = map.Result is null or <= 0;
        if (map.IsHalf && map.Result is null) return;
        if (!map.IsTracedAfter) JudgeCount(map, entries, failed);
        foreach (Entry entry in entries) JudgeBareMetal(map, entry, failed);
        if (failed) return;
        var list = new TraceList(map) { IsTruncated = map.IsHalf };
        foreach (Entry entry in entries)
        {
            if (entry.Mapping is not { IsLive: true } mapping) continue;
            mapping.Kind = MappingKind.ScatterGather;
            mapping.List = list;
            list.Mappings.Add(mapping);
        }

        ulong address = map.List ?? list.Mappings.FirstOrDefault()?.Phys ?? 0;
        if (!_lists.TryGetValue((list.Device, address), out List<TraceList>? here)) _lists[(list.Device, address)] = here = [];
        here.RemoveAll(static old => old.Mappings.TrueForAll(static mapping => !mapping.IsLive));
        here.Add(list);
    }

    internal void Unmap(TraceEvent unmap)
    {
        if (unmap.Device is not { } device) return;
        driver.Judge(Misuse.FreesWithDifferentEntryCount);
        if (Find(unmap, device) is not { } list)
        {
            // A list that could not be mapped as a whole is unmapped by the kernel itself, within its map.
            if (unmap.Parent >= 0) return;
            state.Misused(
                Misuse.FreesUnallocated, unmap, "an unmap of a list that is mapped", $"an unmap of {unmap.Entries} entries at {TraceWords.Hex(Address(unmap))}", state.ExplainByLoss(device));
            return;
        }

        string? uncertain = list.IsTruncated ? "the trace has a part of the list only" : list.Mappings.Count > 0 ? driver.Uncertain(list.Mappings[0]) : null;
        if (list.Entries != unmap.Entries)
            state.Misused(Misuse.FreesWithDifferentEntryCount, unmap, $"{list.Entries} entries, as mapped: {list}", $"an unmap of {unmap.Entries} entries", uncertain);
        if (list.Direction != unmap.Direction)
            state.Misused(Misuse.FreesWithDifferentDirection, unmap, $"{TraceWords.Of(list.Direction)}, as mapped: {list}", $"an unmap {TraceWords.Of(unmap.Direction)}", uncertain);
        if (list.EndedAlone > 0)
            state.Misused(Misuse.FreesWithWrongFunction, unmap, $"entries unmapped with their list: {list}", $"{list.EndedAlone} of them unmapped by themselves before");
        list.IsEnding = true;
        list.EndedAlone = 0;
        Forget(unmap, device, list);

        // On bare metal and in the kernel's own events the entries are not told one by one.
        if (!state.IsNative && !unmap.IsTracedAfter && unmap.List is not null) return;
        foreach (TraceMapping mapping in list.Mappings.ToArray()) driver.End(mapping, unmap);
    }

    internal void Sync(TraceEvent sync)
    {
        if (sync.Device is not { } device || sync.List is null) return;
        driver.Judge(Misuse.SyncsWithDifferentEntryCount);
        if (Find(sync, device) is not { } list)
        {
            state.Misused(Misuse.SyncsUnallocated, sync, "a sync of a list that is mapped", $"a sync of {sync.Entries} entries at {TraceWords.Hex(sync.List)}", state.ExplainByLoss(device));
            return;
        }

        if (list.Entries != sync.Entries)
            state.Misused(Misuse.SyncsWithDifferentEntryCount, sync, $"{list.Entries} entries, as mapped: {list}", $"a sync of {sync.Entries} entries");
        if (list.Direction != sync.Direction && list.Direction != DmaDirection.Bidirectional)
            state.Misused(Misuse.SyncsWithDifferentDirection, sync, $"{TraceWords.Of(list.Direction)}, as mapped: {list}", $"a sync {TraceWords.Of(sync.Direction)}");
    }

    /// <summary>The trace has ended: entries that were unmapped by themselves.</summary>
    internal void End(TraceEvent last)
    {
        foreach (TraceList list in _lists.Values.SelectMany(static lists => lists).Where(static list => list.EndedAlone > 0))
        {
            bool whole = list.Mappings.TrueForAll(static mapping => !mapping.IsLive);
            var at = new TraceEvent { Op = TraceOp.UnmapSg, Device = list.Device, Line = last.Line, Entered = last.Entered };
            state.Misused(
                Misuse.FreesWithWrongFunction, at, $"an unmap_sg of {list}", $"{list.EndedAlone} entries unmapped by themselves",
                whole ? "the unmap_sg itself may have been lost" : null);
        }

        foreach (TraceMapping mapping in state.Live.All.Where(static mapping => mapping.List is { IsEnding: true }).ToArray())
        {
            var at = new TraceEvent { Op = TraceOp.UnmapSg, Device = mapping.Device, Line = last.Line, Entered = last.Entered };
            state.Misused(
                Misuse.FreesWithDifferentEntryCount, at, $"every entry unmapped with {mapping.List}", $"no unmap of {mapping}", "the kernel unmaps all of a list: an event was lost");
            state.Live.Remove(mapping);
        }
    }

    private static ulong? Address(TraceEvent read) => read.List ?? (read.Listed is [var first, ..] ? first.Phys : null);

    private TraceList? Find(TraceEvent read, string device)
    {
        if (Address(read) is not { } address || !_lists.TryGetValue((device, address), out List<TraceList>? here)) return null;
        return here.Find(list => list.Entries == read.Entries && list.Direction == read.Direction) ?? here.LastOrDefault();
    }

    private void Forget(TraceEvent unmap, string device, TraceList list)
    {
        if (Address(unmap) is not { } address || !_lists.TryGetValue((device, address), out List<TraceList>? here)) return;
        here.Remove(list);
        if (here.Count == 0) _lists.Remove((device, address));
    }

    private void JudgeCount(TraceEvent map, List<Entry> entries, bool failed)
    {
        state.Judge(AllOrNothing);
        if (!failed && map.Result != map.Entries)
            state.Violated(AllOrNothing, map, $"{map.Entries} entries mapped, or none", $"{map.Result} mapped");
        if (!failed && entries.Find(static entry => entry.Event is { Failed: true, IsHalf: false }) is { } broken)
            state.Violated(AllOrNothing, map, "no list where an entry could not be mapped", $"{map.Result} entries, though the one at guest address {TraceWords.Hex(broken.Event.Phys)} failed");
        if (failed && entries.Find(static entry => entry.Mapping is { IsLive: true }) is { } left)
        {
            state.Violated(AllOrNothing, map, "nothing left mapped of a list that failed", $"{left.Mapping}");
        }
    }

    private void JudgeBareMetal(TraceEvent map, Entry entry, bool failed)
    {
        if (entry.Event.Op != TraceOp.PoolMap) return;
        entry.Event.Mask ??= map.Mask;
        mappings.Judge(entry.Event);
        if (failed || entry.Event is not { Failed: false, Dma: { } dma }) return;
        entry.Mapping = new TraceMapping(entry.Event, MappingKind.ScatterGather, dma) { IsBounced = true };
        driver.Made(entry.Event, entry.Mapping);
    }

    private sealed class Entry(TraceEvent read, TraceMapping? mapping)
    {
        internal TraceEvent Event { get; } = read;

        internal TraceMapping? Mapping { get; set; } = mapping;
    }
}
