// defect: wireless: firmware pieces left behind, a beacon replaced without its unmap, a callback that unmaps and its caller too.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectWireless;

public interface IRadio
{
    void Load(ulong address, int bytes);
    bool Loaded(int timeout);
}

public sealed class Radio(Device dev, IRadio radio)
{
    private DmaAddr _beacon;
    private bool _hasBeacon;

    public string? Load(GuestBuffer piece)
    {
        var bus = dev.MapSingle(piece, 1024, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return "no mapping";
        radio.Load(bus.Value, 1024);
        if (!radio.Loaded(50))
            return $"no answer for {bus}";
        dev.UnmapSingle(bus, 1024, DmaDirection.ToDevice);
        return null;
    }

    public bool SetBeacon(GuestBuffer template)
    {
        var bus = dev.MapSingle(template, 256, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        _beacon = bus;
        _hasBeacon = true;
        radio.Load(bus.Value, 256);
        return true;
    }

    public void Clear()
    {
        if (!_hasBeacon)
            return;
        dev.UnmapSingle(_beacon, 256, DmaDirection.ToDevice);
        radio.Load(0, 0);
        dev.UnmapSingle(_beacon, 256, DmaDirection.ToDevice); // expect: XDMA1003
        _hasBeacon = false;
    }

    public bool Transmit(GuestBuffer frame)
    {
        var bus = dev.MapSingle(frame, 512, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        Action done = () => dev.UnmapSingle(bus, 512, DmaDirection.ToDevice);
        radio.Load(bus.Value, 512);
        bool sent = radio.Loaded(1);
        done();
        if (!sent)
            dev.UnmapSingle(bus, 512, DmaDirection.ToDevice); // expect: XDMA1003
        return sent;
    }

    public bool Scan(GuestBuffer request, GuestBuffer result)
    {
        var send = dev.MapSingle(request, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(send))
            return false;
        var receive = dev.MapSingle(result, 4096, DmaDirection.FromDevice);
        if (dev.MappingError(receive))
        {
            dev.UnmapSingle(receive, 4096, DmaDirection.FromDevice); // expect: XDMA2004
            return false;
        }
        radio.Load(send.Value, 64);
        radio.Load(receive.Value, 4096);
        dev.UnmapSingle(receive, 4096, DmaDirection.FromDevice);
        dev.UnmapSingle(send, 64, DmaDirection.ToDevice);
        return radio.Loaded(10);
    }

    public void Calibrate(GuestBuffer table, int entries)
    {
        int bytes = entries * 4;
        var bus = dev.MapSingle(table, bytes, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return;
        radio.Load(bus.Value, bytes);
        dev.UnmapSingle(bus, entries, DmaDirection.ToDevice); // expect: XDMA3001
    }
}
