using System;

namespace XenDma.Samples.Broken.Agreement;

/// <summary>A receive path that syncs by hand and decrypts the frame where it lies.</summary>
public sealed class AttributesDiffer(Device nic, ICard card)
{
    private const int MaxFrame = 1514;

    /// <summary>The unmap syncs once more: the frame as it came in is copied over the frame as it was decrypted.</summary>
    public byte[]? Receive(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, MaxFrame, DmaDirection.FromDevice);
        Decrypt(buffer.Span[..MaxFrame]);
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice); // expect: XDMA3007
        return buffer.Span[..MaxFrame].ToArray();
    }

    /// <summary>Who skips at the map skips at the unmap.</summary>
    public byte[]? ReceiveMended(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, MaxFrame, DmaDirection.FromDevice);
        Decrypt(buffer.Span[..MaxFrame]);
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        return buffer.Span[..MaxFrame].ToArray();
    }

    private static void Decrypt(Span<byte> frame)
    {
        foreach (ref byte one in frame) one = (byte)~one;
    }
}
