namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A transmit path that copies short frames through a register and maps long ones, and ends both ways alike.</summary>
public sealed class UnmapOfUnmapped(Device nic, ICard card)
{
    private const int CopyBreak = 128;

    /// <summary>A short frame has no address: 0 is unmapped, which may be somebody's slot.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = default;
        if (length > CopyBreak)
        {
            address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
            if (nic.MappingError(address)) return false;
            card.Send(address, length);
            if (!card.Wait()) card.Stop();
        }
        else
        {
            for (int i = 0; i < length; i++) card.Write(CardRegister.Fifo, frame[i]);
        }

        nic.UnmapSingle(address, length, DmaDirection.ToDevice); // expect: XDMA1002
        return true;
    }

    /// <summary>What was mapped is unmapped where it was mapped.</summary>
    public bool SendMended(GuestBuffer frame, int length)
    {
        if (length <= CopyBreak)
        {
            for (int i = 0; i < length; i++) card.Write(CardRegister.Fifo, frame[i]);
            return true;
        }

        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, length);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return true;
    }
}
