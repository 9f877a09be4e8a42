// defect: an FPGA card: owned mappings that nobody disposes on some way out, or that are used afterwards.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XenDma;

namespace Cases.DefectFpga;

public interface ICard
{
    Task<bool> RunAsync(ulong source, ulong target, int length);
    void Load(ulong address);
}

public sealed class Card(Device dev, ICard card)
{
    public async Task<bool> RunAsync(GuestBuffer source, GuestBuffer target)
    {
        var from = dev.Map(source, DmaDirection.ToDevice); // expect: XDMA1004
        using var to = dev.Map(target, DmaDirection.FromDevice);
        if (!await card.RunAsync(from.Address.Value, to.Address.Value, from.Length))
            return false;
        from.Dispose();
        return true;
    }

    public void Discard(GuestBuffer bitstream)
    {
        dev.Map(bitstream, DmaDirection.ToDevice); // expect: XDMA1005
        card.Load(0);
    }

    public void Replace(GuestBuffer first, GuestBuffer second)
    {
        var mapping = dev.Map(first, DmaDirection.ToDevice);
        card.Load(mapping.Address.Value);
        mapping = dev.Map(second, DmaDirection.ToDevice); // expect: XDMA1005
        card.Load(mapping.Address.Value);
        mapping.Dispose();
    }

    public void After(GuestBuffer bitstream)
    {
        ulong address;
        using (var mapping = dev.Map(bitstream, DmaDirection.ToDevice))
        {
            address = mapping.Address.Value;
            card.Load(address);
        }
        card.Load(address); // expect: XDMA1006
    }

    public int Many(IEnumerable<GuestBuffer> streams)
    {
        int loaded = 0;
        foreach (var stream in streams)
        {
            var mapping = dev.Map(stream, DmaDirection.ToDevice); // expect: XDMA1004
            card.Load(mapping.Address.Value);
            if (++loaded > 8)
                break;
            mapping.Dispose();
        }
        return loaded;
    }

    public bool Guarded(GuestBuffer stream, Func<bool> permitted)
    {
        var mapping = dev.Map(stream, DmaDirection.ToDevice); // expect: XDMA1004
        try
        {
            if (!permitted())
                throw new UnauthorizedAccessException();
            card.Load(mapping.Address.Value);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        mapping.Dispose();
        return true;
    }
}
