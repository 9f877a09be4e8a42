// defect: an owner is lost although its address was told, stored or printed: none of these can dispose it.
using System;
using XenDma;

namespace Cases.DefectOwners;

public interface IHw
{
    bool Post(ulong address);
    ulong Base { set; }
    void Take(DmaMapping mapping);
}

public sealed class Owners(Device dev, IHw hw)
{
    private ulong _last;

    public void Told(GuestBuffer a)
    {
        var mapping = dev.Map(a, DmaDirection.ToDevice); // expect: XDMA1004
        hw.Post(mapping.Address.Value);
    }

    public void Stored(GuestBuffer a)
    {
        var mapping = dev.Map(a, DmaDirection.ToDevice); // expect: XDMA1004
        hw.Base = mapping.Address.Value;
        _last = mapping.Address.Value;
    }

    public string Printed(GuestBuffer a)
    {
        var mapping = dev.Map(a, DmaDirection.ToDevice); // expect: XDMA1004
        return $"{mapping.Address} of {_last}";
    }

    public string PrintedAddress(GuestBuffer a)
    {
        var bus = dev.MapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA1004
        return dev.MappingError(bus) ? "none" : $"at {bus.Value:x}";
    }

    public void Given(GuestBuffer a)
    {
        var mapping = dev.Map(a, DmaDirection.ToDevice);
        hw.Take(mapping);
    }
}
