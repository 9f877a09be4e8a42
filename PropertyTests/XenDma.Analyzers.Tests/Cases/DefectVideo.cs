// defect: frame capture: a format change loses a bank, a filter that returns early, an event that is never answered.
using System;
using System.Threading;
using System.Threading.Tasks;
using XenDma;

namespace Cases.DefectVideo;

public interface ISensor
{
    void Arm(ulong address, int bytes);
    Task<bool> FrameAsync(CancellationToken cancellation);
    int Format { get; }
}

public sealed class Capture(Device dev, ISensor sensor)
{
    private DmaAddr _bank;

    public bool Open(GuestBuffer frame)
    {
        _bank = dev.MapSingle(frame, frame.Length, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(_bank))
            return false;
        sensor.Arm(_bank.Value, frame.Length);
        return true;
    }

    public async Task<bool> OneAsync(GuestBuffer frame, CancellationToken cancellation)
    {
        var bus = dev.MapSingle(frame, frame.Length, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        sensor.Arm(bus.Value, frame.Length);
        bool ok = await sensor.FrameAsync(cancellation);
        switch (sensor.Format)
        {
            case 0:
                break;
            case 1:
                ok = false;
                break;
            default:
                throw new NotSupportedException();
        }
        dev.UnmapSingle(bus, frame.Length, DmaDirection.FromDevice);
        return ok;
    }

    public async Task<int> LoopAsync(GuestBuffer frame, CancellationToken cancellation)
    {
        int frames = 0;
        var bus = dev.MapSingle(frame, frame.Length, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return 0;
        try
        {
            while (await sensor.FrameAsync(cancellation))
                frames++;
            dev.UnmapSingle(bus, frame.Length, DmaDirection.FromDevice);
        }
        finally
        {
            dev.UnmapSingle(bus, frame.Length, DmaDirection.FromDevice); // expect: XDMA1003
        }
        return frames;
    }

    public bool Double(GuestBuffer front, GuestBuffer back)
    {
        var a = dev.MapSingle(front, 4096, DmaDirection.FromDevice); // expect: XDMA1004
        var b = dev.MapSingle(back, 4096, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(a) && dev.MappingError(b))
            return false;
        sensor.Arm(a.Value, 4096); // expect: XDMA2004
        return true;
    }

    public byte Preview(GuestBuffer frame)
    {
        using var mapping = dev.Map(frame, 4096, DmaDirection.FromDevice);
        sensor.Arm(mapping.Address.Value, 4096);
        mapping.SyncForCpu(4000, 128); // expect: XDMA3008
        return frame[4000];
    }
}
