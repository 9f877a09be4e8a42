using System;
using System.Runtime.InteropServices;

namespace XenDma.Machines;

/// <summary>Host memory for guest pages, with what each page holds: so that a page costs something when it is touched first, not when the machine
/// is made, its frame exchanged, or the memory used for the next machine.</summary>
internal sealed unsafe class PageStore : IDisposable
{
    /// <summary>The page holds zeros, and nobody has touched it.</summary>
    internal const byte Untouched = 0;

    /// <summary>The page holds what it holds.</summary>
    internal const byte Touched = 1;

    /// <summary>The page is to hold zeros; what it holds is of a machine that is gone.</summary>
    internal const byte Stale = 2;

    /// <summary>The page is to hold junk of its <see cref="JunkKey"/>.</summary>
    internal const byte Junk = 3;

    // A page is entered once, when it is no longer untouched or stale; nothing where the store serves one machine.
    private readonly uint[] _touched;
    private int _touchedCount;
    private byte[] _junkKeys = [];
    private void* _block;

    /// <summary>Makes a store of zeros.</summary>
    /// <param name="frames">How many pages.</param>
    /// <param name="views">How many copies of each page there are.</param>
    /// <param name="retires">Whether it serves one machine after the other.</param>
    internal PageStore(ulong frames, int views, bool retires = false)
    {
        _touched = retires ? new uint[frames] : [];
        Frames = frames;
        Views = views;
        States = new byte[frames];
        _block = NativeMemory.AllocZeroed((nuint)((frames * (ulong)views) + 1) << XenPage.Shift);
    }

    /// <summary>Frees the memory of a store that nobody freed.</summary>
    ~PageStore() => Release();

    /// <summary>How many pages there are.</summary>
    internal ulong Frames { get; }

    /// <summary>How many copies of each page there are.</summary>
    internal int Views { get; }

    /// <summary>What each page holds.</summary>
    internal byte[] States { get; }

    /// <summary>The first byte of a copy, page-aligned.</summary>
    internal byte* View(int view) => (byte*)BitMath.AlignUp((ulong)_block, XenPage.Size) + ((ulong)view * (Frames << XenPage.Shift));

    /// <summary>Zeroes a page in all its copies.</summary>
    internal void Zero(ulong pfn)
    {
        for (int view = 0; view < Views; view++) NativeMemory.Clear(View(view) + (pfn << XenPage.Shift), (nuint)XenPage.Size);
    }

    /// <summary>Sets what a page holds; it is never untouched or stale again for this machine.</summary>
    internal void Touch(ulong pfn, byte state)
    {
        if (_touched.Length > 0 && States[pfn] is (Untouched or Stale)) _touched[_touchedCount++] = (uint)pfn;
        States[pfn] = state;
    }

    /// <summary>Has a page hold junk when it is touched next.</summary>
    internal void SetJunk(ulong pfn, byte key)
    {
        if (_junkKeys.Length == 0) _junkKeys = new byte[Frames];
        _junkKeys[pfn] = key;
        Touch(pfn, Junk);
    }

    /// <summary>Which junk a page is to hold.</summary>
    internal byte JunkKey(ulong pfn) => _junkKeys[pfn];

    /// <summary>Makes ready for another machine: what was touched is stale.</summary>
    internal void Retire()
    {
        foreach (uint pfn in _touched.AsSpan(0, _touchedCount)) States[pfn] = Stale;
        _touchedCount = 0;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
