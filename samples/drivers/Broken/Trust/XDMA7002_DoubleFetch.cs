namespace XenDma.Samples.Broken.Trust;

/// <summary>The same event queue, with a check of what the card wrote, and a card that writes again right after it.</summary>
public sealed class DoubleFetch(Device nic, ICard card)
{
    private const int StatusBytes = 64;

    private readonly int[] _events = new int[8];

    /// <summary>The check is of the first read, the index is the second.</summary>
    public bool Poll()
    {
        GuestBuffer? status = nic.AllocCoherent(StatusBytes, out DmaAddr bus);
        if (status is null) return false;
        card.KeepStatusAt(bus, StatusBytes);
        bool isDone = card.Wait();
        if (!isDone) card.Stop();
        if (status[0] < _events.Length) _events[status[0]]++; // expect: XDMA7002
        nic.FreeCoherent(StatusBytes, status, bus);
        return isDone;
    }

    /// <summary>Read once, checked, used.</summary>
    public bool PollMended()
    {
        GuestBuffer? status = nic.AllocCoherent(StatusBytes, out DmaAddr bus);
        if (status is null) return false;
        card.KeepStatusAt(bus, StatusBytes);
        bool isDone = card.Wait();
        if (!isDone) card.Stop();
        int queue = status[0];
        if (queue < _events.Length) _events[queue]++;
        nic.FreeCoherent(StatusBytes, status, bus);
        return isDone;
    }
}
