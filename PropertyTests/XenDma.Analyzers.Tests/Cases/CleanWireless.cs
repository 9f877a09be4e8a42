// clean: a wireless driver: firmware load in pieces, beacon template, callbacks in a dictionary of lambdas.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanWireless;

public interface IRadio
{
    void Load(ulong address, int offset, int bytes);
    bool Loaded(int timeout);
    void Beacon(ulong address, int bytes);
    void Queue(int cookie, ulong address, int bytes);
}

public sealed class Radio(Device dev, IRadio radio)
{
    private const int Piece = 1024;
    private readonly Dictionary<int, Action<bool>> _onDone = [];
    private DmaAddr _beaconBus;
    private GuestBuffer? _beacon;
    private int _cookie;

    public bool LoadFirmware(GuestBuffer image)
    {
        for (int offset = 0; offset < image.Length; offset += Piece)
        {
            int bytes = Math.Min(Piece, image.Length - offset);
            if (Load(image.Slice(offset, bytes), offset, bytes) is { } error)
            {
                Console.Error.WriteLine(error);
                return false;
            }
        }
        return true;
    }

    private string? Load(GuestBuffer piece, int offset, int bytes)
    {
        var bus = dev.MapSingle(piece, bytes, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return "no mapping at " + offset;
        radio.Load(bus.Value, offset, bytes);
        string? error = radio.Loaded(50) ? null : $"no answer at {offset} ({bus})";
        dev.UnmapSingle(bus, bytes, DmaDirection.ToDevice);
        return error;
    }

    public bool SetBeacon(GuestBuffer template)
    {
        var bus = dev.MapSingle(template, template.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        ClearBeacon();
        _beacon = template;
        _beaconBus = bus;
        radio.Beacon(bus.Value, template.Length);
        return true;
    }

    public void UpdateBeacon(byte dtim)
    {
        if (_beacon is null)
            return;
        _beacon[10] = dtim;
        dev.SyncSingleForDevice(_beaconBus, _beacon.Length, DmaDirection.ToDevice);
    }

    public void ClearBeacon()
    {
        if (_beacon is { } beacon)
        {
            dev.UnmapSingle(_beaconBus, beacon.Length, DmaDirection.ToDevice);
            _beacon = null;
            _beaconBus = default;
        }
    }

    public int? Transmit(GuestBuffer frame, Action<bool>? notify)
    {
        var bus = dev.MapSingle(frame, frame.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return null;
        int cookie = _cookie++;
        int length = frame.Length;
        _onDone[cookie] = sent =>
        {
            dev.UnmapSingle(bus, length, DmaDirection.ToDevice);
            notify?.Invoke(sent);
        };
        radio.Queue(cookie, bus.Value, length);
        return cookie;
    }

    public void OnStatus(int cookie, bool sent)
    {
        if (_onDone.Remove(cookie, out var done))
            done(sent);
    }

    public void Flush()
    {
        foreach (var done in _onDone.Values)
            done(false);
        _onDone.Clear();
    }
}
