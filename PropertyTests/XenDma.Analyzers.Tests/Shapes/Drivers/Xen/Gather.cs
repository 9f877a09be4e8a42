// defect: scatter lists; the second list is unmapped with its result, the first is not released when the second fails.
#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Drivers.Gather;

public sealed class Bridge(Device dev, Bridge.IBridgePort port)
{
    public interface IBridgePort
    {
        void Describe(int index, DmaAddr address, int bytes);
        bool Run();
    }

    public bool Copy(ScatterList from, ScatterList to)
    {
        int sources = dev.MapSg(from, from.Count, DmaDirection.ToDevice); // expect: XDMA1004
        if (sources == 0)
            return false;
        int targets = dev.MapSg(to, to.Count, DmaDirection.FromDevice);
        if (targets == 0)
            return false;
        for (int i = 0; i < sources; i++)
            port.Describe(i, from.DmaAddressAt(i), from.DmaLengthAt(i));
        for (int i = 0; i < targets; i++)
            port.Describe(i, to.DmaAddressAt(i), to.DmaLengthAt(i));
        bool ok = port.Run();
        dev.UnmapSg(to, to.Count, DmaDirection.FromDevice);
        dev.UnmapSg(from, from.Count, DmaDirection.ToDevice);
        return ok;
    }

    public bool Send(IReadOnlyList<GuestBuffer> parts)
    {
        var list = new ScatterList(parts.Count);
        foreach (var part in parts)
            list.Add(part);
        int mapped = dev.MapSg(list, parts.Count, DmaDirection.ToDevice);
        if (mapped is 0)
            return false;
        int at = 0;
        do
        {
            port.Describe(at, list.DmaAddressAt(at), list.DmaLengthAt(at));
        }
        while (++at < mapped);
        bool ok = port.Run();
        dev.UnmapSg(list, mapped, DmaDirection.ToDevice); // expect: XDMA3005
        return ok;
    }

    public long Total(ScatterList list)
    {
        int mapped = dev.MapSg(list, list.Count, DmaDirection.FromDevice);
        if (mapped <= 0)
            return 0;
        long sum = Enumerable.Range(0, mapped).Sum(i => (long)list.DmaLengthAt(i));
        dev.UnmapSg(list, list.Count, DmaDirection.FromDevice);
        return sum;
    }
}
