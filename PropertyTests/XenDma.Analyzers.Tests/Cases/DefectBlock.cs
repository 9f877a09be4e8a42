// defect: block requests: the wrong count at the unmap, addresses read past what was mapped, a failure taken for negative.
using System;
using XenDma;

namespace Cases.DefectBlock;

public interface IDisk
{
    void Program(int index, ulong address, int length);
    bool Run();
}

public sealed class Disk(Device dev, IDisk hw)
{
    public bool Submit(ScatterList list, bool write)
    {
        var direction = write ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        int mapped = dev.MapSg(list, list.Count, direction);
        if (mapped == 0)
            return false;
        for (int i = 0; i < mapped; i++)
            hw.Program(i, list.DmaAddressAt(i).Value, list.DmaLengthAt(i));
        bool ok = hw.Run();
        dev.UnmapSg(list, mapped, direction); // expect: XDMA3005
        return ok;
    }

    public bool Whole(ScatterList list)
    {
        int mapped = dev.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (mapped == 0)
            return false;
        for (int i = 0; i < list.Count; i++)
            hw.Program(i, list.DmaAddressAt(i).Value, list.DmaLengthAt(i)); // expect: XDMA3006
        bool ok = hw.Run();
        dev.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        return ok;
    }

    public int Negative(ScatterList list)
    {
        int mapped = dev.MapSg(list, list.Count, DmaDirection.FromDevice);
        if (mapped < 0) // expect: XDMA2003
            return -12;
        for (int i = 0; i < mapped; i++)
            hw.Program(i, list.DmaAddressAt(i).Value, list.DmaLengthAt(i));
        int result = hw.Run() ? 0 : -5;
        dev.UnmapSg(list, list.Count, DmaDirection.FromDevice);
        return result;
    }

    public bool Forgotten(ScatterList list)
    {
        dev.MapSg(list, list.Count, DmaDirection.ToDevice); // expect: XDMA2003
        bool ok = hw.Run();
        dev.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        return ok;
    }

    public bool Turned(ScatterList list)
    {
        if (dev.MapSg(list, list.Count, DmaDirection.FromDevice) == 0)
            return false;
        bool ok = hw.Run();
        dev.SyncSgForCpu(list, list.Count, DmaDirection.FromDevice);
        dev.UnmapSg(list, list.Count, DmaDirection.ToDevice); // expect: XDMA3002
        return ok;
    }

    public bool Kept(GuestBuffer buffer)
    {
        var list = new ScatterList(1);
        list.Add(buffer);
        if (dev.MapSg(list, 1, DmaDirection.ToDevice) != 1) // expect: XDMA1004
            return false;
        hw.Program(0, list.DmaAddressAt(0).Value, buffer.Length);
        if (!hw.Run())
            throw new TimeoutException();
        dev.UnmapSg(list, 1, DmaDirection.ToDevice);
        return true;
    }
}
