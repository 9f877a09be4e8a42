namespace XenDma.Samples.Broken.Failure;

/// <summary>A probe that wants a large queue in one piece.</summary>
public sealed class AllocUnchecked(Device nvme, ICard card)
{
    private const int QueueBytes = 8 << 20;

    /// <summary>The hypervisor has no such run of frames to give: there is no queue to clear.</summary>
    public bool Probe()
    {
        GuestBuffer? queue = nvme.AllocCoherent(QueueBytes, out DmaAddr bus);
        queue!.Fill(0); // expect: XDMA2005
        card.KeepStatusAt(bus, QueueBytes);
        bool isUp = card.Wait();
        if (!isUp) card.Stop();
        nvme.FreeCoherent(QueueBytes, queue, bus);
        return isUp;
    }

    /// <summary>null is an ordinary answer.</summary>
    public bool ProbeMended()
    {
        GuestBuffer? queue = nvme.AllocCoherent(QueueBytes, out DmaAddr bus);
        if (queue is null) return false;
        queue.Fill(0);
        card.KeepStatusAt(bus, QueueBytes);
        bool isUp = card.Wait();
        if (!isUp) card.Stop();
        nvme.FreeCoherent(QueueBytes, queue, bus);
        return isUp;
    }
}
