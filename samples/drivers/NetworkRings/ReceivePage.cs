using XenDma.Samples.Simulation;

namespace XenDma.Samples.NetworkRings;

/// <summary>A page of two halves, each of which holds a piece of a frame. The ring and each frame that has a half count as users; the last one
/// frees the page.</summary>
/// <remarks>Mapped and unmapped without a sync, the halves are synced by hand: an unmap that copied a bounced page back would write over the
/// half that the stack has.</remarks>
public sealed class ReceivePage
{
    /// <summary>The bytes of a half.</summary>
    public const int Half = 2048;

    private const int Size = 2 * Half;

    private readonly Device _device;
    private readonly IPageSource _pages;

    private ReceivePage(Device device, IPageSource pages, GuestBuffer memory, DmaAddr address)
    {
        _device = device;
        _pages = pages;
        Memory = memory;
        Address = address;
    }

    /// <summary>The page.</summary>
    public GuestBuffer Memory { get; }

    /// <summary>Its bus address, mapped as long as the ring is a user.</summary>
    public DmaAddr Address { get; }

    /// <summary>The number of users.</summary>
    public int Users { get; private set; } = 1;

    /// <summary>Takes a page, maps it and hands it to the card.</summary>
    /// <returns>null = no page or no mapping.</returns>
    public static ReceivePage? TryMap(Device device, IPageSource pages)
    {
        if (pages.TryAlloc(0) is not { } memory) return null;
        DmaAddr address = device.MapSingle(memory, Size, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (device.MappingError(address))
        {
            pages.Free(memory);
            return null;
        }

        device.SyncSingleForDevice(address, Size, DmaDirection.FromDevice);
        return new ReceivePage(device, pages, memory, address);
    }

    /// <summary>Ends the mapping, and with it the ring's use.</summary>
    public void Unmap()
    {
        _device.UnmapSingle(Address, Size, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        Drop();
    }

    /// <summary>One user more.</summary>
    public void Take() => Users++;

    /// <summary>One user less.</summary>
    public void Drop()
    {
        if (--Users == 0) _pages.Free(Memory);
    }
}
