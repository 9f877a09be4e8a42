// defect: mappings made by calls within choices, arrays and lists: what the call leaves behind is what goes on.
using System.Collections.Generic;
using XenDma;
namespace Cases.DefectChoices;
public interface IHw { bool Go(ulong a, int n); }
public sealed class C(Device dev, IHw hw)
{
    private bool Try(GuestBuffer buffer, out DmaAddr bus)
    {
        bus = dev.MapSingle(buffer, 64, DmaDirection.ToDevice);
        return !dev.MappingError(bus);
    }
    private DmaAddr Map(GuestBuffer buffer)
    {
        var bus = dev.MapSingle(buffer, 64, DmaDirection.ToDevice);
        if (dev.MappingError(bus)) throw new System.InvalidOperationException();
        return bus;
    }
    public void Array(GuestBuffer a, GuestBuffer b)
    {
        var both = new[] { Map(a), Map(b) }; // expect: XDMA1004
        hw.Go(both[0].Value, 64);
        dev.UnmapSingle(both[0], 64, DmaDirection.ToDevice);
    }
    public void ArrayClean(GuestBuffer a, GuestBuffer b)
    {
        var both = new[] { Map(a), Map(b) };
        dev.UnmapSingle(both[0], 64, DmaDirection.ToDevice);
        dev.UnmapSingle(both[1], 64, DmaDirection.ToDevice);
    }
    public void ListClean(GuestBuffer a, GuestBuffer b)
    {
        List<DmaAddr> both = [Map(a), Map(b)];
        foreach (var one in both) dev.UnmapSingle(one, 64, DmaDirection.ToDevice);
    }
    public bool Choice(GuestBuffer? a)
    {
        bool ok = a is null ? true : Try(a, out var bus) && Sent(bus);
        return ok;
    }
    private bool Sent(DmaAddr bus) { bool ok = hw.Go(bus.Value, 64); dev.UnmapSingle(bus, 64, DmaDirection.ToDevice); return ok; }
    public bool Choose(GuestBuffer? a, GuestBuffer b)
    {
        var bus = a is null ? Map(b) : Map(a); // expect: XDMA1004
        return hw.Go(bus.Value, 64);
    }
    public bool Coalesce(GuestBuffer? a, GuestBuffer b)
    {
        var bus = Map(a ?? b);
        bool ok = hw.Go(bus.Value, 64);
        Sent(bus);
        return ok;
    }
}
