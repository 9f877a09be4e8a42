using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Debugging;

namespace XenDma.Specs.Traces.Checking;

/// <summary>The driver's side: the reports of the kernel's own checker, as far as a trace can tell.</summary>
/// <remarks>kernel/dma/debug.c, Linux 6.1.</remarks>
internal sealed class DriverChecks(CheckState state, Suspicions suspicions)
{
    private readonly Dictionary<int, long> _lastOnCpu = [];

    /// <summary>Whether a sync of part of a mapping was refused by the release that recorded.</summary>
    private bool RefusesParts => state.Options.Semantics?.PartialSyncRefused == true;

    /// <summary>The earliest moment at which an event can have taken effect.</summary>
    internal long Earliest(TraceEvent read) => read.IsTracedAfter ? _lastOnCpu.GetValueOrDefault(read.Cpu, long.MinValue) : read.Entered;

    /// <summary>An event was judged.</summary>
    internal void Passed(TraceEvent read)
    {
        if (_lastOnCpu.Count < 1 << 16 || _lastOnCpu.ContainsKey(read.Cpu)) _lastOnCpu[read.Cpu] = read.Entered;
    }

    /// <summary>A mapping was made.</summary>
    internal void Made(TraceEvent at, TraceMapping made)
    {
        made.Epoch = state.Gaps;
        Share(at, made);
        state.Live.Add(made);
        if (suspicions.Made(made) is { } ended) End(made, ended);
    }

    internal void Unmap(TraceEvent unmap)
    {
        if (unmap.Dma is not { } dma || unmap.Device is not { } device)
        {
            state.Report.NotJudged++;
            return;
        }

        Judge(Misuse.FreesUnallocated);
        if (dma == ulong.MaxValue)
        {
            state.Misused(Misuse.FreesInvalidAddress, unmap, "the address of a mapping", $"an unmap of the error value, {unmap.Size} bytes {TraceWords.Of(unmap.Direction)}");
            return;
        }

        TraceMapping[] here = [.. state.Live.At(device, dma)];
        TraceMapping? mapping = here.Where(one => one.Size == unmap.Size && one.Direction == unmap.Direction && one.Kind != MappingKind.Coherent).MinBy(Rank)
            ?? (here.Length == 1 ? here[0] : null);
        if (mapping is null)
        {
            Miss(unmap, device, dma);
            return;
        }

        if (mapping.Size != unmap.Size)
            state.Misused(Misuse.FreesWithDifferentSize, unmap, $"{mapping.Size} bytes, as mapped: {mapping}", $"an unmap of {unmap.Size} bytes", Uncertain(mapping));
        if (mapping.Kind == MappingKind.Coherent)
            state.Misused(Misuse.FreesWithWrongFunction, unmap, $"free_coherent of {mapping}", "unmap_page", Uncertain(mapping));
        if (mapping.Direction != unmap.Direction && mapping.Kind != MappingKind.Coherent)
        {
            state.Misused(
                Misuse.FreesWithDifferentDirection, unmap, $"{TraceWords.Of(mapping.Direction)}, as mapped: {mapping}", $"an unmap {TraceWords.Of(unmap.Direction)}", Uncertain(mapping));
        }

        if (mapping.List is { IsEnding: false } list) list.EndedAlone++;
        End(mapping, unmap);
    }

    internal void Sync(TraceEvent sync)
    {
        if (sync.Dma is not { } dma || sync.Device is not { } device)
        {
            state.Report.NotJudged++;
            return;
        }

        Judge(Misuse.SyncsUnallocated);
        TraceMapping[] around = [.. state.Live.Around(device, dma)];
        TraceMapping[] holding = [.. around.Where(one => one.Size >= sync.Size && dma - one.Dma <= one.Size - sync.Size)];
        if (holding.Length == 0)
        {
            if (around.Length == 1)
            {
                state.Misused(
                    Misuse.SyncsOutsideRange, sync, $"a sync within {around[0]}", $"a sync of {sync.Size} bytes from byte {dma - around[0].Dma} on", Uncertain(around[0]));
            }
            else
            {
                suspicions.Miss(sync, Misuse.SyncsUnallocated, "a sync of what is mapped", $"a sync of {sync.Size} bytes at 0x{dma:x}, where nothing is", Earliest(sync));
            }

            return;
        }

        TraceMapping mapping = holding.FirstOrDefault(one => one.Direction == sync.Direction) ?? holding[0];
        if (mapping.Direction is not DmaDirection.Bidirectional && holding.All(one => one.Direction != sync.Direction)) JudgeDirection(sync, mapping);
        if (RefusesParts) JudgeRefusal(sync, mapping, dma);
    }

    /// <summary>A mapping has ended.</summary>
    internal void End(TraceMapping mapping, TraceEvent by)
    {
        state.Live.Remove(mapping);
        suspicions.Ended(mapping, by, Earliest(by));
    }

    internal string? Uncertain(TraceMapping mapping) => state.IsUncertain(mapping) ? "events were lost since it was mapped" : null;

    internal void Judge(Misuse misuse) => state.Judge(misuse.ToString());

    /// <summary>Which of several equal mappings is meant: an entry of the list that is being unmapped, one that is no entry, any.</summary>
    private static int Rank(TraceMapping mapping) => mapping.List is { IsEnding: true } ? 0 : mapping.List is null ? 1 : 2;

    private void JudgeDirection(TraceEvent sync, TraceMapping mapping)
    {
        bool forCpu = sync.Op == TraceOp.SyncForCpu;
        string expected = $"{TraceWords.Of(mapping.Direction)}, as mapped: {mapping}", actual = $"a sync {TraceWords.Of(sync.Direction)} for the {(forCpu ? "CPU" : "device")}";
        state.Misused(Misuse.SyncsWithDifferentDirection, sync, expected, actual, Uncertain(mapping));
        if (forCpu && mapping.Direction == DmaDirection.ToDevice) state.Misused(Misuse.SyncsReadOnlyForCpu, sync, expected, actual, Uncertain(mapping));
        if (!forCpu && mapping.Direction == DmaDirection.FromDevice) state.Misused(Misuse.SyncsWriteOnlyForDevice, sync, expected, actual, Uncertain(mapping));
    }

    /// <summary>swiotlb_bounce of 5.13 to 6.8: in a later slot, a position below the mapping's own offset into its slot counts as before it.</summary>
    private void JudgeRefusal(TraceEvent sync, TraceMapping mapping, ulong dma)
    {
        bool moves = sync.Op == TraceOp.SyncForCpu ? sync.Direction != DmaDirection.ToDevice : sync.Direction != DmaDirection.FromDevice;
        if (mapping is not { IsBounced: true, MinAlignMask: not 0, Phys: { } phys } || !moves) return;
        string check = sync.Op == TraceOp.SyncForCpu ? "XD-CONT-2" : MappingChecks.Arrival;
        ulong offset = phys & mapping.MinAlignMask & IoTlb.SlotOffsetMask, into = dma & IoTlb.SlotOffsetMask;
        state.Judge(check);
        if (into >= offset) return;
        state.Violated(
            check, sync, $"{sync.Size} bytes moved from byte {dma - mapping.Dma} of {mapping} on", $"none: slot offset {into} lies before the mapping's own, {offset}",
            nameof(Semantics.PartialSyncRefused));
    }

    private void Miss(TraceEvent unmap, string device, ulong dma)
    {
        TraceMapping? holder = state.Live.Around(device, dma).FirstOrDefault();
        holder ??= state.Live.Count <= 1 << 16 && state.Report[nameof(Misuse.FreesUnallocated)].Failed < 100 ? state.Live.All.FirstOrDefault(one => one.Dma == dma) : null;
        string actual = holder is null ? $"an unmap of {unmap.Size} bytes at 0x{dma:x}, where nothing is mapped for {device}" : $"an unmap of {unmap.Size} bytes at 0x{dma:x}; mapped there is {holder}";
        suspicions.Miss(unmap, Misuse.FreesUnallocated, "an unmap of what is mapped", actual, Earliest(unmap));
    }

    /// <summary>Other live mappings that have its slots, or let a device write its bytes.</summary>
    private void Share(TraceEvent at, TraceMapping made)
    {
        if (made.IsBounced == true)
        {
            state.Judge(Suspicions.SharedSlots);
            if (state.Live.TakeSlots(made) is { } holder)
            {
                if (holder.List is { IsEnding: true }) End(holder, at);
                else suspicions.Share(at, made, holder, areSlots: true);
            }
        }

        Judge(Misuse.OverlapsActiveMapping);
        if (state.Live.WrittenOver(made) is not { } other) return;
        if (other.List is { IsEnding: true }) End(other, at);
        else if (state.TestDevices.Contains(made.Device) && state.TestDevices.Contains(other.Device)) state.Report[nameof(Misuse.OverlapsActiveMapping)].Explained++;
        else suspicions.Share(at, made, other, areSlots: false);
    }
}
