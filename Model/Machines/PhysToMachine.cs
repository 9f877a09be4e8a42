using System;
using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>The P2M and its reverse: which machine frame is behind each guest frame.</summary>
/// <remarks>A word is the machine frame's number; bit 63 marks another domain's frame (FOREIGN_FRAME_BIT), bit 62 I/O memory on its own
/// number (IDENTITY_FRAME_BIT); all ones is no frame (INVALID_P2M_ENTRY). arch/x86/xen/p2m.c, arch/x86/include/asm/xen/page.h, Linux 4.18.</remarks>
public sealed class PhysToMachine
{
    /// <summary>The bit of a P2M word that marks another domain's frame.</summary>
    public const ulong ForeignBit = 1UL << 63;

    /// <summary>The bit of a P2M word that marks I/O memory.</summary>
    public const ulong IdentityBit = 1UL << 62;

    /// <summary>The largest machine frame number plus one: bus addresses have 64 bits.</summary>
    public const ulong MfnLimit = 1UL << (64 - XenPage.Shift);

    private readonly FrameTables _tables;
    private readonly MemoryReserve? _reserve;
    private readonly ulong[] _words;
    private readonly FrameIndex _owned;
    private readonly Dictionary<ulong, ulong> _foreign = [];
    private readonly IReadOnlyList<FrameRange> _identity;

    internal PhysToMachine(
        ulong frameCount, IReadOnlyList<FrameRun> owned, IReadOnlyList<FrameRun> foreign, IReadOnlyList<FrameRange> identity, MemoryReserve? reserve = null)
    {
        _identity = identity;
        FrameCount = frameCount;
        _reserve = reserve;
        _tables = reserve?.TakeTables() ?? new FrameTables();
        _tables.Clear((int)frameCount, FrameIndex.PlacesFor((int)frameCount));
        _words = _tables.Words;
        _owned = new FrameIndex(_words, _tables.Places, (int)frameCount);
        foreach (FrameRun run in owned) AddOwned(run);
        foreach (FrameRun run in foreign) AddForeign(run);
        foreach (FrameRange range in identity) AddIdentity(range);
    }

    /// <summary>Where changes are written down; null = nobody looks.</summary>
    public FrameJournal? Journal { get; set; }

    /// <summary>The number of guest frames.</summary>
    public ulong FrameCount { get; }

    /// <summary>The P2M word as it stands, flags included; all ones for a guest frame that does not exist.</summary>
    public ulong Word(ulong pfn) => pfn < FrameCount ? _words[pfn] : WordBehind(pfn);

    /// <summary>pfn_to_mfn: the machine frame behind a guest frame, another domain's as well; all ones for none.</summary>
    public ulong PfnToMfn(ulong pfn)
    {
        ulong word = Word(pfn);
        return word == XenPage.NoFrame ? word : word & ~(ForeignBit | IdentityBit);
    }

    /// <summary>bfn_to_local_pfn: the guest frame that a machine frame of this domain is behind; all ones for any other frame.</summary>
    public ulong MfnToOwnedPfn(ulong mfn) => _owned.Find(mfn);

    /// <summary>The guest frame where another domain's machine frame is mapped; all ones for none.</summary>
    public ulong MfnToForeignPfn(ulong mfn) => _foreign.GetValueOrDefault(mfn, XenPage.NoFrame);

    /// <summary>Whether the domain owns the machine frame behind a guest frame.</summary>
    public bool IsOwned(ulong pfn) => (Word(pfn) & (ForeignBit | IdentityBit)) == 0;

    /// <summary>Whether a guest frame is I/O memory on its own number.</summary>
    public bool IsIdentity(ulong pfn) => Word(pfn) == (pfn | IdentityBit);

    /// <summary>Whether the machine frame behind a guest frame is another domain's.</summary>
    public bool IsForeign(ulong pfn) => Word(pfn) is var word && word != XenPage.NoFrame && (word & ForeignBit) != 0;

    /// <summary>Takes the machine frame of this domain away from behind a guest frame, and gives its number.</summary>
    internal ulong Take(ulong pfn)
    {
        ulong mfn = _words[pfn];
        Journal?.Add(pfn, mfn);
        _owned.Remove(pfn);
        _words[pfn] = XenPage.NoFrame;
        return mfn;
    }

    /// <summary>Puts a machine frame that the domain owns now behind a guest frame that has none.</summary>
    internal void Put(ulong pfn, ulong mfn)
    {
        if (_words[pfn] != XenPage.NoFrame) throw new MachineFaultException($"guest frame 0x{pfn:x} has machine frame 0x{_words[pfn]:x} already");
        if (_owned.Find(mfn) is var other && other != XenPage.NoFrame)
            throw new MachineFaultException($"machine frame 0x{mfn:x} is behind guest frame 0x{other:x} already");
        Journal?.Add(pfn, XenPage.NoFrame);
        _words[pfn] = mfn;
        _owned.Add(pfn);
    }

    /// <summary>Puts a machine frame behind a guest frame although another may have it: what a kernel writes into its P2M unasked.</summary>
    internal void Force(ulong pfn, ulong mfn)
    {
        if (IsOwned(pfn)) _owned.Remove(pfn);
        Journal?.Add(pfn, _words[pfn]);
        _words[pfn] = mfn;
        _owned.Add(pfn);
    }

    /// <summary>Enters another domain's frame behind a guest frame that has none (set_foreign_p2m_mapping).</summary>
    internal void PutForeign(ulong pfn, ulong mfn)
    {
        if (_owned.Find(mfn) != XenPage.NoFrame || !_foreign.TryAdd(mfn, pfn))
            throw new MachineFaultException($"foreign machine frame 0x{mfn:x} is mapped already");
        Journal?.Add(pfn, _words[pfn]);
        _words[pfn] = mfn | ForeignBit;
    }

    /// <summary>Takes another domain's frame away from behind a guest frame (clear_foreign_p2m_mapping).</summary>
    internal void TakeForeign(ulong pfn)
    {
        Journal?.Add(pfn, _words[pfn]);
        _foreign.Remove(_words[pfn] & ~ForeignBit);
        _words[pfn] = XenPage.NoFrame;
    }

    /// <summary>Gives the tables to the machines that follow; this one is not used any more.</summary>
    internal void Retire() => _reserve?.Return(_tables);

    private ulong WordBehind(ulong pfn)
    {
        foreach (FrameRange range in _identity)
        {
            if (pfn >= range.First && pfn < range.End) return pfn | IdentityBit;
        }

        return XenPage.NoFrame;
    }

    private void AddIdentity(FrameRange range)
    {
        if (range.First >= MfnLimit || range.Count > MfnLimit - range.First)
            throw new ArgumentException($"I/O run of {range.Count} frames at frame 0x{range.First:x}: frame numbers have 52 bits");
        for (ulong pfn = range.First; pfn < Math.Min(range.End, FrameCount); pfn++)
        {
            if (_words[pfn] != XenPage.NoFrame) throw new ArgumentException($"guest frame 0x{pfn:x} is memory and I/O memory");
            _words[pfn] = pfn | IdentityBit;
        }
    }

    private void AddOwned(FrameRun run)
    {
        CheckRun(run);
        for (ulong i = 0; i < run.Count; i++)
        {
            ulong pfn = run.Pfn + i, mfn = run.Mfn + i;
            if (_words[pfn] != XenPage.NoFrame) throw new ArgumentException($"guest frame 0x{pfn:x} has two machine frames");
            _words[pfn] = mfn;
            if (!_owned.TryAdd(pfn)) throw new ArgumentException($"machine frame 0x{mfn:x} is behind two guest frames");
        }
    }

    private void AddForeign(FrameRun run)
    {
        CheckRun(run);
        for (ulong i = 0; i < run.Count; i++)
        {
            ulong pfn = run.Pfn + i, mfn = run.Mfn + i;
            if (_words[pfn] != XenPage.NoFrame) throw new ArgumentException($"guest frame 0x{pfn:x} has two machine frames");
            if (_owned.Find(mfn) != XenPage.NoFrame || !_foreign.TryAdd(mfn, pfn))
                throw new ArgumentException($"foreign machine frame 0x{mfn:x} is behind two guest frames");
            _words[pfn] = mfn | ForeignBit;
        }
    }

    private void CheckRun(FrameRun run)
    {
        if (run.Count == 0) throw new ArgumentException($"run of no frames at guest frame 0x{run.Pfn:x}");
        if (run.Pfn >= FrameCount || run.Count > FrameCount - run.Pfn)
            throw new ArgumentException($"run of {run.Count} frames at guest frame 0x{run.Pfn:x}: the guest has {FrameCount} frames");
        if (run.Mfn >= MfnLimit || run.Count > MfnLimit - run.Mfn)
            throw new ArgumentException($"run of {run.Count} frames at machine frame 0x{run.Mfn:x}: frame numbers have 52 bits");
    }
}
