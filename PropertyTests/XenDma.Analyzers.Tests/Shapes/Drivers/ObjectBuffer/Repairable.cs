// defect: each statement by itself can be mended where it stands.
#nullable enable
using System;
using Obsidian.Media;

namespace Drivers.Repairable;

public sealed class Repairable(Card card)
{
    public ulong Low(FrameBuffer frame)
    {
        if (frame.MapBuffer(64, Access.Write) != 0)
            return 0;
        uint low = (uint)frame.DeviceAddress; // expect: XDMA5001
        frame.UnmapBuffer();
        return low;
    }

    public void OtherAccess(FrameBuffer frame)
    {
        if (frame.MapBuffer(64, Access.Write) != 0)
            return;
        frame.Bytes[0] = 1;
        frame.SyncDevice(Access.Read); // expect: XDMA3002
        card.Show(frame);
        card.Stop();
        frame.UnmapBuffer();
    }
}
