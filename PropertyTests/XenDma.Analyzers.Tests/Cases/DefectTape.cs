// defect: released while the device may be at work.
using System;
using XenDma;

namespace Cases.Tape;

public sealed class TapeDrive(Device dev, TapeDrive.IPort port)
{
    public interface IPort
    {
        [DmaContract(DmaRole.Submit)] void Go(DmaAddr address, int length);
        [DmaContract(DmaRole.Submit)] void Ring(int slot);
        [DmaContract(DmaRole.Wait)] bool Done(int milliseconds);
        [DmaContract(DmaRole.Stop)] void Abort();
    }

    public bool ReadBlock(GuestBuffer block)
    {
        using var m = dev.Map(block, DmaDirection.FromDevice);
        port.Go(m.Address, m.Length);
        if (port.Done(100))
            return true;
        port.Abort();
        return false;
    }

    public int WriteMark(GuestBuffer mark)
    {
        var a = dev.MapSingle(mark, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return -12;
        int result = 0;
        port.Go(a, 64);
        bool done = port.Done(100);
        if (!done)
            result = -110;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA4007
        return result;
    }

    public byte Sense()
    {
        var block = dev.AllocCoherent(256, out var bus);
        if (block is null)
            return 0;
        port.Go(bus, 256);
        if (!port.Done(10))
        {
            dev.FreeCoherent(256, block, bus); // expect: XDMA4007
            return 0xff;
        }
        byte sense = block[0];
        dev.FreeCoherent(256, block, bus);
        return sense;
    }

    public bool Finally(GuestBuffer block)
    {
        var a = dev.MapSingle(block, 512, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        try
        {
            port.Go(a, 512);
            return port.Done(1000);
        }
        finally
        {
            dev.UnmapSingle(a, 512, DmaDirection.FromDevice); // expect: XDMA4007
        }
    }

    public bool Throwing(GuestBuffer block)
    {
        var a = dev.MapSingle(block, 512, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        try
        {
            port.Go(a, 512);
            if (!port.Done(1000))
                throw new TimeoutException();
        }
        finally
        {
            dev.UnmapSingle(a, 512, DmaDirection.FromDevice); // expect: XDMA4007
        }
        return true;
    }

    public bool Retry(GuestBuffer block)
    {
        var a = dev.MapSingle(block, 512, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        bool ok = false;
        for (int i = 0; i < 3 && !ok; i++)
        {
            port.Go(a, 512);
            ok = port.Done(1000);
            if (!ok)
                port.Abort();
        }
        dev.UnmapSingle(a, 512, DmaDirection.FromDevice);
        return ok;
    }

    public bool Doorbell(GuestBuffer block, Action<ulong> describe)
    {
        var a = dev.MapSingle(block, 512, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        describe(a.Value);
        port.Ring(3);
        if (!port.Done(5))
        {
            dev.UnmapSingle(a, 512, DmaDirection.ToDevice); // expect: XDMA4007
            return false;
        }
        dev.UnmapSingle(a, 512, DmaDirection.ToDevice);
        return true;
    }

    private DmaAddr _pending;
    private bool _busy;

    public bool Begin(GuestBuffer block)
    {
        if (_busy)
            return false;
        var a = dev.MapSingle(block, 512, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        (_pending, _busy) = (a, true);
        port.Go(a, 512);
        return true;
    }

    public bool Finish()
    {
        if (!_busy)
            return false;
        _busy = false;
        if (!port.Done(50))
        {
            dev.UnmapSingle(_pending, 512, DmaDirection.FromDevice); // expect: XDMA4007
            return false;
        }
        dev.UnmapSingle(_pending, 512, DmaDirection.FromDevice);
        return true;
    }
}
