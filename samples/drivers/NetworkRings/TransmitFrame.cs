using System;
using System.Collections.Generic;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.NetworkRings;

/// <summary>A frame to send: a linear head, and fragments in pages of their own (struct sk_buff).</summary>
/// <param name="pages">Where the memory goes back to.</param>
/// <param name="headPages">The pages that the head lies in.</param>
/// <param name="head">The head.</param>
public sealed class TransmitFrame(IPageSource pages, GuestBuffer headPages, GuestBuffer head)
{
    private readonly List<Fragment> _fragments = [];

    /// <summary>The head.</summary>
    public GuestBuffer Head { get; } = head;

    /// <summary>The fragments, in order.</summary>
    public IReadOnlyList<Fragment> Fragments => _fragments;

    /// <summary>Adds a fragment, whose page the frame takes over.</summary>
    /// <param name="page">The page.</param>
    /// <param name="offset">The fragment's first byte in it.</param>
    /// <param name="length">The fragment's bytes, all in the page.</param>
    public void Add(GuestBuffer page, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(page);
        _fragments.Add(new Fragment(page, offset, length));
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        pages.Free(headPages);
        foreach (Fragment fragment in _fragments) pages.Free(fragment.Memory);
        _fragments.Clear();
    }

    /// <summary>A run of bytes within a page (skb_frag_t).</summary>
    /// <param name="Memory">The page.</param>
    /// <param name="Offset">The first byte.</param>
    /// <param name="Length">The bytes.</param>
    public readonly record struct Fragment(GuestBuffer Memory, int Offset, int Length)
    {
        /// <summary>The page as the DMA API names it.</summary>
        public Page Page => new(Memory.Address.Pfn);
    }
}
