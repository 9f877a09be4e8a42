using System;

namespace XenDma.Samples.Broken.Ownership;

/// <summary>A responder: takes a request, and answers in the same buffer.</summary>
public sealed class NotSyncedBack(Device nic, ICard card)
{
    private const int MessageBytes = 256;

    /// <summary>The answer stays in the buffer: the card sends the request back.</summary>
    public bool Answer(GuestBuffer message, ReadOnlySpan<byte> answer)
    {
        DmaAddr address = nic.MapSingle(message, MessageBytes, DmaDirection.Bidirectional);
        if (nic.MappingError(address)) return false;
        card.Receive(address, MessageBytes);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, MessageBytes, DmaDirection.Bidirectional);
        message.Write(0, answer);
        card.Send(address, MessageBytes); // expect: XDMA4003
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, MessageBytes, DmaDirection.Bidirectional);
        return isSent;
    }

    /// <summary>What the CPU had goes back to the device by a sync.</summary>
    public bool AnswerMended(GuestBuffer message, ReadOnlySpan<byte> answer)
    {
        DmaAddr address = nic.MapSingle(message, MessageBytes, DmaDirection.Bidirectional);
        if (nic.MappingError(address)) return false;
        card.Receive(address, MessageBytes);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, MessageBytes, DmaDirection.Bidirectional);
        message.Write(0, answer);
        nic.SyncSingleForDevice(address, MessageBytes, DmaDirection.Bidirectional);
        card.Send(address, MessageBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, MessageBytes, DmaDirection.Bidirectional);
        return isSent;
    }
}
