namespace XenDma.Samples.Broken.Addresses;

/// <summary>A driver that saves a call by taking the ops from the device.</summary>
public sealed class DeviceOpsUsed(Device nic, ICard card)
{
    private const int PageBytes = 4096;

    /// <summary>In this guest the device has none of its own: Xen's serve every device that has none. Nothing is ever sent.</summary>
    public bool Send(Page page)
    {
        IDmaOps? ops = nic.DmaOps; // expect: XDMA5006
        if (ops is null) return false;
        DmaAddr address = ops.MapPage(nic, page, 0, PageBytes, DmaDirection.ToDevice, DmaAttrs.None);
        if (ops.MappingError(nic, address)) return false;
        card.Send(address, PageBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        ops.UnmapPage(nic, address, PageBytes, DmaDirection.ToDevice, DmaAttrs.None);
        return isSent;
    }

    /// <summary>The API finds the ops.</summary>
    public bool SendMended(Page page)
    {
        DmaAddr address = nic.MapPage(page, 0, PageBytes, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, PageBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapPage(address, PageBytes, DmaDirection.ToDevice);
        return isSent;
    }
}
