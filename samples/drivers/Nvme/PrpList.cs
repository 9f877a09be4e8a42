using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace XenDma.Samples.Nvme;

/// <summary>How a mapped list of memory is told to the controller: two physical region pages, or one and a list of the others in pages of
/// coherent memory, each of whose last entry leads to the next.</summary>
public sealed class PrpList
{
    /// <summary>The bytes of a page of the controller's.</summary>
    public const int PageSize = 4096;

    private const int EntrySize = 8;
    private const int EntriesOfPage = PageSize / EntrySize;
    private const ulong OffsetMask = PageSize - 1;

    private readonly Device _device;
    private readonly List<(GuestBuffer Memory, DmaAddr Bus)> _pages = [];

    private PrpList(Device device, DmaAddr first)
    {
        _device = device;
        First = first;
    }

    /// <summary>PRP1.</summary>
    public DmaAddr First { get; }

    /// <summary>PRP2; 0 = there is no second page.</summary>
    public DmaAddr Second { get; private set; }

    /// <summary>Whether entries can be told so: each but the last ends with a page, each but the first begins with one.</summary>
    /// <remarks>A bounced entry may lie elsewhere in its page than its buffer: before Linux 5.12 nothing keeps an address's low bits.</remarks>
    /// <param name="list">The list.</param>
    /// <param name="mapped">What MapSg returned.</param>
    public static bool CanTell(ScatterList list, int mapped)
    {
        ArgumentNullException.ThrowIfNull(list);
        for (int i = 0; i < mapped; i++)
        {
            ulong start = list.DmaAddressAt(i).Value & OffsetMask, end = start + (ulong)list.DmaLengthAt(i);
            if ((start != 0 && i != 0) || (start & 3) != 0 || end > PageSize || (end != PageSize && i != mapped - 1)) return false;
        }

        return true;
    }

    /// <summary>Makes the list.</summary>
    /// <param name="device">The controller's device.</param>
    /// <param name="list">A list that can be told.</param>
    /// <param name="mapped">What MapSg returned.</param>
    /// <returns>null = no memory for the list; nothing is left behind.</returns>
    public static PrpList? TryMake(Device device, ScatterList list, int mapped)
    {
        ArgumentNullException.ThrowIfNull(list);
        var prps = new PrpList(device, list.DmaAddressAt(0));
        if (mapped == 2) prps.Second = list.DmaAddressAt(1);
        if (mapped <= 2 || prps.TryFill(list, mapped)) return prps;
        prps.Free();
        return null;
    }

    /// <summary>Gives the list's memory back. The controller is done with the command.</summary>
    public void Free()
    {
        foreach ((GuestBuffer memory, DmaAddr bus) in _pages) _device.FreeCoherent(PageSize, memory, bus);
        _pages.Clear();
    }

    private bool TryFill(ScatterList list, int mapped)
    {
        int at = EntriesOfPage;
        for (int i = 1; i < mapped; i++)
        {
            // A page's last entry is an address like the others if nothing follows it, else where the list goes on.
            bool isFull = at == EntriesOfPage || (at == EntriesOfPage - 1 && i != mapped - 1);
            if (isFull)
            {
                GuestBuffer? memory = _device.AllocCoherent(PageSize, out DmaAddr bus);
                if (memory is null) return false;
                if (_pages.Count == 0) Second = bus;
                else Store(at, bus);
                _pages.Add((memory, bus));
                at = 0;
            }

            Store(at++, list.DmaAddressAt(i));
        }

        return true;
    }

    private void Store(int index, DmaAddr address) =>
        BinaryPrimitives.WriteUInt64LittleEndian(_pages[^1].Memory.Span[(index * EntrySize)..], address.Value);
}
