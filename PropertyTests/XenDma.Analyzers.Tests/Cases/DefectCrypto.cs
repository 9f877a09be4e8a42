// defect: crypto: keys stay mapped on an error, a record whose half is forgotten, the digest read from a failed mapping.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectCrypto;

public interface IEngine
{
    void Key(ulong address, int length);
    void Data(ulong address, int length);
    bool Go();
}

public sealed record Keyed(DmaAddr Key, DmaAddr Iv);

public sealed class Cipher(Device dev, IEngine engine)
{
    private Keyed? MapKeys(GuestBuffer key, GuestBuffer iv)
    {
        var keyBus = dev.MapSingle(key, 32, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(keyBus))
            return null;
        var ivBus = dev.MapSingle(iv, 16, DmaDirection.ToDevice);
        if (dev.MappingError(ivBus))
            return null;
        return new Keyed(keyBus, ivBus);
    }

    public bool Encrypt(GuestBuffer key, GuestBuffer iv, GuestBuffer data)
    {
        if (MapKeys(key, iv) is not { } keyed)
            return false;
        engine.Key(keyed.Key.Value, 32);
        var bus = dev.MapSingle(data, data.Length, DmaDirection.Bidirectional);
        bool ok = false;
        if (!dev.MappingError(bus))
        {
            engine.Data(bus.Value, data.Length);
            ok = engine.Go();
            dev.UnmapSingle(bus, data.Length, DmaDirection.ToDevice); // expect: XDMA3002
        }
        dev.UnmapSingle(keyed.Iv, 16, DmaDirection.ToDevice);
        dev.UnmapSingle(keyed.Key, 16, DmaDirection.ToDevice); // expect: XDMA3001
        return ok;
    }

    public bool Hash(IReadOnlyList<GuestBuffer> parts, GuestBuffer result)
    {
        var target = dev.MapSingle(result, 32, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(target))
            return false;
        foreach (var part in parts)
        {
            var bus = dev.MapSingle(part, part.Length, DmaDirection.ToDevice);
            if (dev.MappingError(bus))
                return false;
            engine.Data(bus.Value, part.Length);
            dev.UnmapSingle(bus, part.Length, DmaDirection.ToDevice);
        }
        bool ok = engine.Go();
        dev.UnmapSingle(target, 32, DmaDirection.FromDevice);
        return ok;
    }

    public bool Wrong(GuestBuffer data)
    {
        var bus = dev.MapSingle(data, 64, DmaDirection.ToDevice);
        bool failed = dev.MappingError(bus);
        if (failed)
            engine.Data(bus.Value, 64); // expect: XDMA2004
        else
        {
            engine.Data(bus.Value, 64);
            dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        }
        return !failed;
    }

    public void Attributes(GuestBuffer data)
    {
        var bus = dev.MapSingle(data, 64, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(bus))
            return;
        engine.Data(bus.Value, 64);
        dev.UnmapSingle(bus, 64, DmaDirection.FromDevice); // expect: XDMA3007
    }
}
