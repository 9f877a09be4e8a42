// defect: audio: a reopened stream loses its buffer, a period unmapped by the wrong function, a stop that frees twice.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectAudio;

public interface ICodec
{
    void Start(ulong address, int bytes);
    bool Playing { get; }
    void Stop();
}

public sealed class Stream(Device dev, ICodec codec)
{
    private readonly Queue<DmaAddr> _periods = new();

    public bool Play(GuestBuffer period)
    {
        var bus = dev.MapSingle(period, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        codec.Start(bus.Value, 1024);
        while (codec.Playing)
        {
        }
        dev.UnmapPage(bus, 1024, DmaDirection.ToDevice); // expect: XDMA3004
        return true;
    }

    public bool Twice(GuestBuffer left, GuestBuffer right)
    {
        var a = dev.MapSingle(left, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        var b = dev.MapSingle(right, 1024, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(b))
        {
            dev.UnmapSingle(a, 1024, DmaDirection.ToDevice);
            return false;
        }
        codec.Start(a.Value, 1024);
        codec.Start(b.Value, 1024);
        dev.UnmapSingle(a, 1024, DmaDirection.ToDevice);
        dev.UnmapSingle(a, 1024, DmaDirection.ToDevice); // expect: XDMA1003
        return true;
    }

    public bool Ring(int bytes)
    {
        var ring = dev.AllocCoherent(bytes, out var bus);
        if (ring is null)
            return false;
        try
        {
            codec.Start(bus.Value, bytes);
            if (!codec.Playing)
                return false;
        }
        finally
        {
            dev.FreeCoherent(bytes, ring, bus);
        }
        ring.Fill(0); // expect: XDMA1008
        return true;
    }

    public void Mask()
    {
        dev.SetMaskAndCoherent(0xFFFF_FFFF); // expect: XDMA2006
        codec.Stop();
    }

    public bool Late(GuestBuffer period)
    {
        var bus = dev.MapSingle(period, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        dev.UnmapSingle(bus, 1024, DmaDirection.ToDevice);
        codec.Start(bus.Value, 1024); // expect: XDMA1006
        return true;
    }

    public void Push(GuestBuffer period)
    {
        var bus = dev.MapSingle(period, 1024, DmaDirection.None); // expect: XDMA3009
        if (dev.MappingError(bus))
            return;
        _periods.Enqueue(bus);
    }

    public void Clear()
    {
        while (_periods.TryDequeue(out var bus))
            dev.UnmapSingle(bus, 1024, DmaDirection.ToDevice);
    }
}
