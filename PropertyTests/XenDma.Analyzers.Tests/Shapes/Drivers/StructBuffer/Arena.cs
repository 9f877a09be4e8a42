// defect: an arena of buffers in a list; copies in a local function, a second free through an element, a set-up that leaks.
#nullable enable
using System;
using System.Collections.Generic;
using Quartz.Kernel;

namespace Drivers.Arena;

public sealed class Arena(IRegisters registers)
{
    private readonly List<PinnedBuffer> _blocks = [];

    public bool TryAdd(uint size)
    {
        var block = Pinned.Allocate(size);
        if (!block.IsValid)
            return false;
        _blocks.Add(block);
        return true;
    }

    public void Clear()
    {
        for (int i = 0; i < _blocks.Count; i++)
        {
            var block = _blocks[i];
            Pinned.Free(ref block);
        }
        _blocks.Clear();
    }

    public bool Pair(uint size)
    {
        PinnedBuffer first = Pinned.Allocate(size), second = Pinned.Allocate(size); // expect: XDMA1007
        if (first is not { IsValid: true } || second is not { IsValid: true })
            return false;
        registers.Write(0, first.BusAddress);
        registers.Write(1, second.BusAddress);
        registers.Reset();
        Pinned.Free(ref second);
        Pinned.Free(ref first);
        return true;
    }

    public void Twice(uint size)
    {
        var block = Pinned.Allocate(size);
        if (!block.IsValid)
            return;
        Release(block);
        Pinned.Free(ref block); // expect: XDMA1008

        static void Release(PinnedBuffer given) => Pinned.Free(ref given);
    }

    public ulong Unasked(uint size)
    {
        var block = Pinned.Allocate(size);
        _blocks.Add(block);
        registers.Write(2, block.BusAddress); // expect: XDMA2005
        return block.BusAddress;
    }
}
