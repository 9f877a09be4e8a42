using System;
using System.Collections.Generic;

namespace XenDma.Samples.XenBlock;

/// <summary>Requests on their way through the controller: cut to what a command and the pool can hold, mapped as lists, issued again where the
/// controller failed or hung.</summary>
/// <param name="device">The controller's device.</param>
/// <param name="registers">The controller.</param>
/// <param name="table">Its commands.</param>
public sealed class BlockRequests(Device device, IKestrelRegisters registers, CommandTable table)
{
    /// <summary>The most entries of a list. Each gives two regions at most.</summary>
    public const int MaxEntries = RegionTable.MaxRegions / 2;

    // A sector may lie in two pages.
    private const int EntriesOfSector = 2;

    private const int MostTries = 5;
    private const int PatienceInPolls = 24;

    private readonly Queue<BlockRequest> _waiting = [];
    private readonly CommandSlot?[] _slots = new CommandSlot?[KestrelCommand.Slots];
    private int _most = MaxEntries;

    /// <summary>Whether nothing waits and nothing is the controller's.</summary>
    public bool IsEmpty => _waiting.Count == 0 && Array.TrueForAll(_slots, static slot => slot is null);

    /// <summary>Lists that could not be mapped when it was tried.</summary>
    public int Refused { get; private set; }

    /// <summary>Times that the controller was reset.</summary>
    public int Resets { get; private set; }

    /// <summary>Takes a request.</summary>
    public void Add(BlockRequest request) => _waiting.Enqueue(request);

    /// <summary>Ends what is done, sees to a controller that hangs, and issues what waits.</summary>
    public void Poll()
    {
        bool hangs = false;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] is { } slot && !TryEnd(i, slot)) hangs |= ++slot.Age > PatienceInPolls;
        }

        if (hangs) Reset();
        while (_waiting.TryPeek(out BlockRequest? request) && (request.IsTaken || TryIssue(request)))
        {
            if (request.IsTaken) _waiting.Dequeue();
        }
    }

    /// <summary>Takes everything back from a controller that is stopped. What was not done fails.</summary>
    public void Clear()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] is { } slot && !TryEnd(i, slot)) End(i, slot, hasFailed: true);
        }

        _waiting.Clear();
    }

    private bool TryIssue(BlockRequest request)
    {
        int free = Array.IndexOf(_slots, null);
        if (free < 0) return false;
        ScatterList list = request.Next(_most, out uint sector, out uint count);
        int mapped = device.MapSg(list, list.Count, request.Direction);
        if (mapped == 0)
        {
            // Less at once needs fewer slots of the pool; what is under way gives some back.
            Refused++;
            _most = Math.Max(EntriesOfSector, _most / 2);
            return false;
        }

        if (!table.TryWrite(free, request.Opcode, sector, count, list, mapped))
        {
            device.UnmapSg(list, list.Count, request.Direction);
            return false;
        }

        _most = Math.Min(MaxEntries, _most + 1);
        request.Take(count);
        var slot = new CommandSlot(request, list);
        _slots[free] = slot;
        Issue(free, slot);
        return true;
    }

    private void Issue(int index, CommandSlot slot)
    {
        slot.Age = 0;
        registers.Write(KestrelRegister.Issue, 1u << index);
    }

    /// <summary>Ends a command that is done. One that failed has moved nothing, and is issued again.</summary>
    private bool TryEnd(int index, CommandSlot slot)
    {
        uint status = table.StatusOf(index);
        if (status == KestrelCommand.Pending) return false;
        if (status == KestrelCommand.Done || ++slot.Tries >= MostTries)
        {
            End(index, slot, status != KestrelCommand.Done);
            return true;
        }

        table.Renew(index);
        Issue(index, slot);
        return true;
    }

    private void End(int index, CommandSlot slot, bool hasFailed)
    {
        _slots[index] = null;
        device.UnmapSg(slot.List, slot.List.Count, slot.Request.Direction);
        slot.Request.End(hasFailed);
    }

    /// <summary>The lists stay mapped: the controller is stopped, and gets all commands again that it had not done.</summary>
    private void Reset()
    {
        Resets++;
        registers.Write(KestrelRegister.Reset, 1);
        registers.Write(KestrelRegister.Table, table.Address);
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] is not { } slot || TryEnd(i, slot)) continue;
            bool isCulprit = slot.Age > PatienceInPolls;
            if (isCulprit && ++slot.Tries >= MostTries) End(i, slot, hasFailed: true);
            else Issue(i, slot);
        }
    }
}
