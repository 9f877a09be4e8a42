// clean: crypto engine: source and destination lists that may be one, key and IV mapped beside, results as records.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanCrypto;

public interface IEngine
{
    void SetKey(ulong address, int length);
    void Source(ulong address, int length);
    void Destination(ulong address, int length);
    bool Go(TimeSpan limit);
    void Reset();
}

public sealed record Keyed(DmaAddr Key, DmaAddr Iv, int KeyLength);

public sealed class Cipher(Device dev, IEngine engine)
{
    private const int IvLength = 16;

    private Keyed? MapKeys(GuestBuffer key, GuestBuffer iv)
    {
        var keyBus = dev.MapSingle(key, key.Length, DmaDirection.ToDevice);
        if (dev.MappingError(keyBus))
            return null;
        var ivBus = dev.MapSingle(iv, IvLength, DmaDirection.Bidirectional);
        if (dev.MappingError(ivBus))
        {
            dev.UnmapSingle(keyBus, key.Length, DmaDirection.ToDevice);
            return null;
        }
        return new Keyed(keyBus, ivBus, key.Length);
    }

    private void UnmapKeys(Keyed keyed)
    {
        dev.UnmapSingle(keyed.Iv, IvLength, DmaDirection.Bidirectional);
        dev.UnmapSingle(keyed.Key, keyed.KeyLength, DmaDirection.ToDevice);
    }

    public bool Encrypt(GuestBuffer key, GuestBuffer iv, ScatterList source, ScatterList destination)
    {
        if (MapKeys(key, iv) is not { } keyed)
            return false;
        engine.SetKey(keyed.Key.Value, keyed.KeyLength);
        bool ok = false;
        bool inPlace = ReferenceEquals(source, destination);
        var direction = inPlace ? DmaDirection.Bidirectional : DmaDirection.ToDevice;
        int sources = dev.MapSg(source, source.Count, direction);
        if (sources > 0)
        {
            int destinations = inPlace ? sources : dev.MapSg(destination, destination.Count, DmaDirection.FromDevice);
            if (destinations > 0)
            {
                Load(source, sources, destination, destinations);
                ok = engine.Go(TimeSpan.FromMilliseconds(20));
                if (!ok)
                    engine.Reset();
                if (!inPlace)
                    dev.UnmapSg(destination, destination.Count, DmaDirection.FromDevice);
            }
            dev.UnmapSg(source, source.Count, direction);
        }
        UnmapKeys(keyed);
        return ok;
    }

    private void Load(ScatterList source, int sources, ScatterList destination, int destinations)
    {
        for (int i = 0; i < sources; i++)
            engine.Source(source.DmaAddressAt(i).Value, source.DmaLengthAt(i));
        for (int i = 0; i < destinations; i++)
            engine.Destination(destination.DmaAddressAt(i).Value, destination.DmaLengthAt(i));
    }

    public byte[]? Digest(IReadOnlyList<GuestBuffer> parts, GuestBuffer result)
    {
        var resultBus = dev.MapSingle(result, 32, DmaDirection.FromDevice);
        if (dev.MappingError(resultBus))
            return null;
        bool failed = false;
        foreach (var part in parts)
        {
            var partBus = dev.MapSingle(part, part.Length, DmaDirection.ToDevice);
            if (dev.MappingError(partBus))
            {
                failed = true;
                break;
            }
            engine.Source(partBus.Value, part.Length);
            failed = !engine.Go(TimeSpan.FromSeconds(1));
            dev.UnmapSingle(partBus, part.Length, DmaDirection.ToDevice);
            if (failed)
                break;
        }
        if (!failed)
        {
            engine.Destination(resultBus.Value, 32);
            failed = !engine.Go(TimeSpan.FromSeconds(1));
        }
        dev.UnmapSingle(resultBus, 32, DmaDirection.FromDevice);
        if (failed)
        {
            engine.Reset();
            return null;
        }
        byte[] digest = new byte[32];
        result.Read(0, digest);
        return digest;
    }
}
