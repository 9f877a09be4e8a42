using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.Nvme;

/// <summary>A transfer's memory while the controller has it: mapped page by page, or where that cannot be told to the controller, a copy of it in
/// whole pages.</summary>
public sealed class TransferMemory
{
    private readonly Device _device;
    private readonly ScatterList _list;
    private readonly DmaDirection _direction;

    private TransferMemory(Device device, ScatterList list, DmaDirection direction, PrpList prps)
    {
        _device = device;
        _list = list;
        _direction = direction;
        Prps = prps;
    }

    /// <summary>What the controller is told.</summary>
    public PrpList Prps { get; }

    /// <summary>The whole pages that stand in for the caller's buffer; null = it is mapped itself.</summary>
    public GuestBuffer? Copy { get; private init; }

    /// <summary>Maps a buffer.</summary>
    /// <returns>null = no mapping or no memory; nothing is left behind.</returns>
    public static TransferMemory? TryMap(Device device, IPageSource pages, GuestBuffer buffer, DmaDirection direction)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(buffer);
        ScatterList list = ByPages(buffer);
        int mapped = device.MapSg(list, list.Count, direction);
        if (mapped == 0) return null;
        if (!PrpList.CanTell(list, mapped))
        {
            device.UnmapSg(list, list.Count, direction);
            return TryMapCopy(device, pages, buffer, direction);
        }

        if (PrpList.TryMake(device, list, mapped) is { } prps) return new TransferMemory(device, list, direction, prps);
        device.UnmapSg(list, list.Count, direction);
        return null;
    }

    /// <summary>Ends the mapping. The controller is done with the command, or disabled.</summary>
    public void Unmap()
    {
        _device.UnmapSg(_list, _list.Count, _direction);
        Prps.Free();
    }

    private static TransferMemory? TryMapCopy(Device device, IPageSource pages, GuestBuffer buffer, DmaDirection direction)
    {
        int count = (buffer.Length + PrpList.PageSize - 1) / PrpList.PageSize;
        if (pages.TryAlloc(OrderOf(count)) is not { } copy) return null;

        // Whole pages: a bounced one lies at the beginning of a page on every release.
        GuestBuffer whole = copy.Slice(0, count * PrpList.PageSize);
        whole.Fill(0);
        if (direction == DmaDirection.ToDevice) buffer.CopyTo(whole);
        ScatterList list = ByPages(whole);
        int mapped = device.MapSg(list, list.Count, direction);
        if (mapped != 0)
        {
            if (PrpList.CanTell(list, mapped) && PrpList.TryMake(device, list, mapped) is { } prps)
                return new TransferMemory(device, list, direction, prps) { Copy = copy };
            device.UnmapSg(list, list.Count, direction);
        }

        pages.Free(copy);
        return null;
    }

    private static ScatterList ByPages(GuestBuffer buffer)
    {
        int offset = (int)(buffer.Address.Value & (PrpList.PageSize - 1));
        var list = new ScatterList((offset + buffer.Length + PrpList.PageSize - 1) / PrpList.PageSize);
        for (int done = 0; done < buffer.Length;)
        {
            int length = Math.Min(buffer.Length - done, PrpList.PageSize - ((offset + done) % PrpList.PageSize));
            list.Add(buffer.Slice(done, length));
            done += length;
        }

        return list;
    }

    private static int OrderOf(int pages)
    {
        int order = 0;
        while (1 << order < pages) order++;
        return order;
    }
}
