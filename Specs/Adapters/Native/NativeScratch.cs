using System;

namespace XenDma.Specs.Adapters.Native;

/// <summary>Lists that a library reads and fills. Each ends where a guard begins, so that a write behind it faults.</summary>
internal sealed unsafe class NativeScratch : IDisposable
{
    private GuardedBlock? _block;
    private ulong _room;

    /// <summary>Room for <paramref name="count"/> items, zero; what was given before is given up.</summary>
    internal T* Take<T>(int count)
        where T : unmanaged
    {
        ulong bytes = (ulong)count * (ulong)sizeof(T);
        if (_block is null || bytes > _room)
        {
            _block?.Dispose();
            _block = new GuardedBlock(Math.Max(bytes, XenPage.Size));
            _room = (ulong)(_block.End - _block.Start);
        }

        var items = (T*)(_block.End - bytes);
        new Span<T>(items, count).Clear();
        return items;
    }

    public void Dispose() => _block?.Dispose();
}
