namespace XenDma.Samples.Broken.Agreement;

/// <summary>A mailbox in coherent memory, in a driver whose other memory is all mapped.</summary>
public sealed class KindDiffers(Device nic, ICard card)
{
    private const int MailboxBytes = 4096;

    /// <summary>Coherent memory is unmapped as if it had been mapped: nobody frees it.</summary>
    public bool Ask()
    {
        GuestBuffer? mailbox = nic.AllocCoherent(MailboxBytes, out DmaAddr bus);
        if (mailbox is null) return false;
        mailbox.Fill(0);
        card.KeepStatusAt(bus, MailboxBytes);
        bool isAnswered = card.Wait();
        if (!isAnswered) card.Stop();
        nic.UnmapSingle(bus, MailboxBytes, DmaDirection.Bidirectional); // expect: XDMA3004
        return isAnswered;
    }

    /// <summary>What was allocated is freed.</summary>
    public bool AskMended()
    {
        GuestBuffer? mailbox = nic.AllocCoherent(MailboxBytes, out DmaAddr bus);
        if (mailbox is null) return false;
        mailbox.Fill(0);
        card.KeepStatusAt(bus, MailboxBytes);
        bool isAnswered = card.Wait();
        if (!isAnswered) card.Stop();
        nic.FreeCoherent(MailboxBytes, mailbox, bus);
        return isAnswered;
    }
}
