using System;

namespace XenDma.Machines;

/// <summary>Finds the guest frame that a machine frame is behind: the domain's part of the M2P. Open addressing over the P2M itself, at
/// most 6 bytes a frame.</summary>
internal sealed class FrameIndex
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const uint Empty = 0;

    private readonly ulong[] _p2m;
    private readonly uint[] _pfnPlusOne;
    private readonly int _places;

    /// <summary>An index of a P2M, empty.</summary>
    internal FrameIndex(ulong[] p2m)
        : this(p2m, new uint[PlacesFor(p2m.Length)], p2m.Length)
    {
    }

    /// <summary>An index of the first frames of a P2M, empty.</summary>
    /// <param name="p2m">The P2M.</param>
    /// <param name="places">Places that are free: <see cref="PlacesFor"/> at least.</param>
    /// <param name="frames">How many frames.</param>
    internal FrameIndex(ulong[] p2m, uint[] places, int frames)
    {
        _p2m = p2m;
        _pfnPlusOne = places;
        _places = PlacesFor(frames);
    }

    /// <summary>The places that an index of so many frames needs.</summary>
    internal static int PlacesFor(int frames) => frames + (frames / 2) + 2;

    /// <summary>The guest frame whose P2M word is <paramref name="mfn"/>, or <see cref="XenPage.NoFrame"/>.</summary>
    internal ulong Find(ulong mfn)
    {
        for (int at = Home(mfn); _pfnPlusOne[at] != Empty; at = Next(at))
        {
            uint pfn = _pfnPlusOne[at] - 1;
            if (_p2m[pfn] == mfn) return pfn;
        }

        return XenPage.NoFrame;
    }

    /// <summary>Enters a guest frame by its P2M word, which must be set already.</summary>
    internal void Add(ulong pfn)
    {
        int at = Home(_p2m[pfn]);
        while (_pfnPlusOne[at] != Empty) at = Next(at);
        _pfnPlusOne[at] = (uint)pfn + 1;
    }

    /// <summary>Enters a guest frame by its P2M word, unless another has the same machine frame.</summary>
    internal bool TryAdd(ulong pfn)
    {
        ulong mfn = _p2m[pfn];
        int at = Home(mfn);
        for (; _pfnPlusOne[at] != Empty; at = Next(at))
        {
            if (_p2m[_pfnPlusOne[at] - 1] == mfn) return false;
        }

        _pfnPlusOne[at] = (uint)pfn + 1;
        return true;
    }

    /// <summary>Takes a guest frame out, while its P2M word still stands; later entries move up so that no gap breaks a chain.</summary>
    internal void Remove(ulong pfn)
    {
        int gap = Home(_p2m[pfn]);
        while (_pfnPlusOne[gap] != (uint)pfn + 1)
        {
            if (_pfnPlusOne[gap] == Empty) throw new MachineFaultException($"guest frame 0x{pfn:x} is not in the frame index");
            gap = Next(gap);
        }

        for (int at = Next(gap); _pfnPlusOne[at] != Empty; at = Next(at))
        {
            int home = Home(_p2m[_pfnPlusOne[at] - 1]);
            bool reachesOverGap = gap <= at ? home <= gap || home > at : home <= gap && home > at;
            if (!reachesOverGap) continue;
            _pfnPlusOne[gap] = _pfnPlusOne[at];
            gap = at;
        }

        _pfnPlusOne[gap] = Empty;
    }

    private int Home(ulong mfn) => (int)Math.BigMul(unchecked(mfn * Multiplier), (ulong)_places, out _);

    private int Next(int at) => at + 1 == _places ? 0 : at + 1;
}
