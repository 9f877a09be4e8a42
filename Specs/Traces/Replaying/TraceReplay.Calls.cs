using System;
using System.Collections.Generic;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Replaying;

public sealed partial class TraceReplay
{
    private const int MaxBounces = 4096;

    private enum Decision
    {
        Direct,
        Bounced,
        Failed,
    }

    private static Decision DecisionOf(TraceEvent map) => map.Failed ? Decision.Failed : map.IsBounced == true ? Decision.Bounced : Decision.Direct;

    private static string Words(Decision decision, ulong? address) => decision switch
    {
        Decision.Failed => "failed",
        Decision.Bounced => $"bounced to 0x{address:x}",
        _ => $"mapped directly to 0x{address:x}",
    };

    /// <summary>A streaming mapping under Xen.</summary>
    private void Map(TraceEvent map, RecordedGuest guest)
    {
        if (map.IsHalf || map.Phys is not { } phys || map.IsBounced is null || map.Direction == DmaDirection.None || map.Mask is null)
        {
            Report.Explain(map.IsHalf ? "one half of the call is missing" : "the trace does not tell enough of the call");
            return;
        }

        Device device = _devices.Of(map);
        var buffer = new PhysAddr(phys);
        DmaAddr given;
        if (map.Force == true)
        {
            given = Force(map, guest, device, buffer);
        }
        else
        {
            given = guest.Ops.MapPage(device, new Page(buffer.Pfn), phys & XenPage.OffsetMask, map.Size, map.Direction, (DmaAttrs)map.Attrs);
        }

        bool failed = guest.Ops.MappingError(device, given);
        PhysAddr slot = default;
        bool bounced = !failed && guest.BusOf(buffer) != given && guest.TryFindSlot(given, out slot);
        Decision model = failed ? Decision.Failed : bounced ? Decision.Bounced : Decision.Direct, kernel = DecisionOf(map);
        bool equal = model == kernel;
        if (!equal && (!_isOneCpu || _losses > 0) && model != Decision.Direct && kernel != Decision.Direct)
        {
            Report.Decisions.Judged++;
            Report.Decisions.Explained++;
            Report.Explain(_losses > 0 ? "events were lost: whether a nearly full pool has a run is open" : "two CPUs search at once: whether a nearly full pool has a run is open");
        }
        else
        {
            Report.Compare(Report.Decisions, map, equal, () => (Words(kernel, map.Dma), Words(model, given.Value)), "decision");
        }

        if (!map.Failed && map.Dma is { } dma) Count(map.Device!, dma, 1);
        if (equal && kernel == Decision.Direct)
            Report.Compare(Report.Addresses, map, given.Value == map.Dma, () => (Words(kernel, map.Dma), Words(model, given.Value)), "address");
        else if (kernel == Decision.Bounced || model == Decision.Bounced)
            FollowSlot(map, guest, device, buffer, bounced ? slot : null);

        // Two CPUs' clocks differ: an unmap may be traced before the map has returned.
        if (!map.Failed && map.Dma is { } made && _early.Remove((map.Device!, made), out TraceEvent? unmap) && unmap.Entered >= map.Entered && unmap.Entered <= map.Returned)
            Unmap(unmap, guest);
    }

    /// <summary>swiotlb=force: as the kernel's map after the question whether a direct mapping will do.</summary>
    private static DmaAddr Force(TraceEvent map, RecordedGuest guest, Device device, PhysAddr buffer)
    {
        if (!guest.TryBounce(device, buffer, map.Size, out PhysAddr slot)) return DmaAddr.MappingError;
        DmaAddr bus = guest.BusOf(slot);
        if (BusFacts.EndsWithin(bus, map.Size, device.DmaMask)) return bus;
        guest.Release(device, slot, map.Size);
        return DmaAddr.MappingError;
    }

    /// <summary>Holds the model's slot against the kernel's; where they differ, the model goes on with the kernel's.</summary>
    private void FollowSlot(TraceEvent map, RecordedGuest guest, Device device, PhysAddr buffer, PhysAddr? model)
    {
        ulong? recorded = map.Failed ? null : map.Slots?.Slot;
        if (!map.Failed && recorded is null && map.Dma is { } dma && guest.TryFindSlot(new DmaAddr(dma), out PhysAddr found)) recorded = found.Value;
        bool equal = recorded == model?.Value;
        if (_isOneCpu && recorded is { } kernels && model is { } models)
            CompareSlot(map, kernels, models.Value);
        else if (!equal && !_isOneCpu)
            Report.Explain("several CPUs recorded: the slot is the recording's");
        if (equal) return;
        if (model is { } mine) guest.Release(device, mine, map.Size);
        if (recorded is { } theirs && !guest.TryBounceTo(device, buffer, map.Size, new PhysAddr(theirs))) LoseSlot();
    }

    /// <summary>A mapping or an unmap that is not in the trace moves searches for as long as its slots are held.</summary>
    private void CompareSlot(TraceEvent map, ulong kernel, ulong model)
    {
        if (kernel == model || _losses == 0)
        {
            Report.Compare(Report.Slots, map, kernel == model, () => ($"took the slot at 0x{kernel:x}", $"that at 0x{model:x}"), "slot");
            return;
        }

        Report.Slots.Judged++;
        Report.Slots.Explained++;
        Report.Explain("events were lost: the slot is the recording's");
    }

    /// <summary>The model cannot go on with the recorded slot: an unmap was not traced, or is traced later.</summary>
    private void LoseSlot()
    {
        _slotsDiffer = true;
        Report.Explain("the recorded slot is taken in the model: an unmap was not traced, or is traced later");
    }

    /// <summary>Bare metal: a bounce within a single mapping or of an entry of a list.</summary>
    private void BounceNative(TraceEvent map, RecordedGuest guest)
    {
        if (map.IsHalf || map.Phys is not { } phys)
        {
            Report.Explain("one half of the call is missing");
            return;
        }

        Device device = _devices.Of(map);
        var buffer = new PhysAddr(phys);
        bool taken = guest.TryBounce(device, buffer, map.Size, out PhysAddr slot);
        bool kernelTook = map.Slots?.Slot is not null;
        Report.Compare(
            Report.Decisions, map, taken == kernelTook, () => (kernelTook ? "found slots" : "found no slots", taken ? "finds some" : "finds none"), "decision");
        if (map.Slots?.Slot is { } recorded)
        {
            if (taken && _isOneCpu) CompareSlot(map, recorded, slot.Value);
            if (taken && slot.Value != recorded) guest.Release(device, slot, map.Size);
            if ((!taken || slot.Value != recorded) && !guest.TryBounceTo(device, buffer, map.Size, new PhysAddr(recorded))) LoseSlot();
            if (map.Slots.GivenBack) guest.Release(device, new PhysAddr(recorded), map.Size);
            else if (!map.Failed) Count(map.Device ?? "", recorded, 1);
        }
        else if (taken)
        {
            guest.Release(device, slot, map.Size);
        }

        if (map.Parent < 0) return;
        if (_bounces.Count >= MaxBounces) _bounces.Clear();
        _bounces[map.Parent] = (map, true);
    }

    /// <summary>Bare metal: direct where the device reaches the buffer and nothing forces it.</summary>
    private void MapNative(TraceEvent map, RecordedGuest guest)
    {
        if (map.IsHalf || map.Phys is not { } phys || map.Mask is not { } mask)
        {
            Report.Explain(map.IsHalf ? "one half of the call is missing" : "the trace does not tell enough of the call");
            return;
        }

        bool isBounce = _bounces.Remove(map.Id, out (TraceEvent Event, bool Equal) bounce);
        bool reaches = BusFacts.EndsWithin(new DmaAddr(phys), map.Size, mask), forced = isBounce && bounce.Event.Force == true;
        bool owesBounce = forced || !reaches;
        bool slotReaches = isBounce && bounce.Event.Slots?.Slot is { } slot && BusFacts.EndsWithin(new DmaAddr(slot), map.Size, mask);
        Decision model = !owesBounce ? Decision.Direct : slotReaches ? Decision.Bounced : Decision.Failed;
        Decision kernel = map.Failed ? Decision.Failed : isBounce ? Decision.Bounced : Decision.Direct;
        ulong? owed = model == Decision.Direct ? phys : bounce.Event?.Slots?.Slot;
        Report.Compare(Report.Decisions, map, model == kernel, () => (Words(kernel, map.Dma), Words(model, owed)), "decision");
        if (model == kernel && !map.Failed)
            Report.Compare(Report.Addresses, map, owed == map.Dma, () => (Words(kernel, map.Dma), Words(model, owed)), "address");
        if (!map.Failed && !isBounce && map.Dma is { } dma) Count(map.Device ?? "", dma, 1);
    }

    private void Unmap(TraceEvent unmap, RecordedGuest guest)
    {
        if (unmap.Dma is not { } dma || unmap.Direction == DmaDirection.None) return;
        if (!Count(unmap.Device ?? "", dma, -1))
        {
            if (_early.Count < MaxBounces) _early[(unmap.Device ?? "", dma)] = unmap;
            Report.Explain("an unmap before its map, or of what the trace does not map");
            return;
        }

        guest.Ops.UnmapPage(_devices.Of(unmap), new DmaAddr(dma), unmap.Size, unmap.Direction, (DmaAttrs)unmap.Attrs);
    }

    private bool Count(string device, ulong dma, int change)
    {
        int now = _live.GetValueOrDefault((device, dma)) + change;
        if (now < 0) return false;
        if (now == 0) _live.Remove((device, dma));
        else _live[(device, dma)] = now;
        return true;
    }
}
