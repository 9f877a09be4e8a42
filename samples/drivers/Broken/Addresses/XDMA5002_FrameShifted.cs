using System;
using XenDma.Machines;

namespace XenDma.Samples.Broken.Addresses;

/// <summary>A driver that is given pages, and computes where they lie to fill them.</summary>
public sealed class FrameShifted(Device nic, ICard card, GuestMemory memory)
{
    private const int PageBytes = 4096;

    /// <summary>A shift in 32 bits loses what lies above 4 GiB: the data goes into another page, and the card sends this one as it was.</summary>
    public bool Send(Page page, ReadOnlySpan<byte> data)
    {
        uint frame = (uint)page.Pfn.Value;
        var start = new PhysAddr(frame << 12); // expect: XDMA5002
        data.CopyTo(memory.Cpu(start, PageBytes));
        return SendPage(page);
    }

    /// <summary>Widened, then shifted.</summary>
    public bool SendMended(Page page, ReadOnlySpan<byte> data)
    {
        var start = new PhysAddr(page.Pfn.Value << 12);
        data.CopyTo(memory.Cpu(start, PageBytes));
        return SendPage(page);
    }

    private bool SendPage(Page page)
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
