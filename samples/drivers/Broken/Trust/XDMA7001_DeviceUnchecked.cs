namespace XenDma.Samples.Broken.Trust;

/// <summary>An event queue: the card tells by a number which of the driver's queues has something to do.</summary>
public sealed class DeviceUnchecked(Device nic, ICard card)
{
    private const int StatusBytes = 64;

    private readonly int[] _events = new int[8];

    /// <summary>The card's number is an index as it stands.</summary>
    public bool Poll()
    {
        GuestBuffer? status = nic.AllocCoherent(StatusBytes, out DmaAddr bus);
        if (status is null) return false;
        card.KeepStatusAt(bus, StatusBytes);
        bool isDone = card.Wait();
        if (!isDone) card.Stop();
        int queue = status[0];
        _events[queue]++; // expect: XDMA7001
        nic.FreeCoherent(StatusBytes, status, bus);
        return isDone;
    }

    /// <summary>A number that is none of a queue's is dropped.</summary>
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
