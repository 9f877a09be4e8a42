using System;
using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>Guest memory and frame tables of machines that are gone, for those that follow: many small machines, one after the other, cost the pages
/// that they touch. A machine made with it finds all memory zero, as any other does.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class MemoryReserve : IDisposable
{
    private const int MostKept = 4;
    private const ulong Multiple = 256;

    private readonly List<PageStore> _kept = [];
    private readonly Stack<FrameTables> _tables = [];
    private bool _isDisposed;

    /// <summary>Frees what is kept. Memory of machines that still run is freed with them.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (PageStore store in _kept) store.Dispose();
        _kept.Clear();
    }

    internal PageStore Take(ulong frames, int views)
    {
        for (int i = _kept.Count; i-- > 0;)
        {
            PageStore store = _kept[i];
            if (store.Views != views) continue;
            _kept.RemoveAt(i);
            if (store.Frames >= frames) return store;
            store.Dispose();
        }

        return new PageStore(BitMath.AlignUp(frames, Multiple), views, retires: true);
    }

    internal FrameTables TakeTables() => _tables.TryPop(out FrameTables? tables) ? tables : new FrameTables();

    internal void Return(FrameTables tables)
    {
        if (_tables.Count < MostKept) _tables.Push(tables);
    }

    internal void Return(PageStore store)
    {
        if (_isDisposed || _kept.Count == MostKept)
        {
            store.Dispose();
            return;
        }

        store.Retire();
        _kept.Add(store);
    }
}
