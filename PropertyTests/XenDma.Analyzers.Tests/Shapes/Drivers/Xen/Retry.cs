// defect: retries; the address of an attempt is lost in the next, a failed one is handed on, and a switch expression forgets one arm.
#nullable enable
using System;
using XenDma;

namespace Drivers.Retry;

public enum Outcome { Done, Busy, Dead }

public sealed class Retrying(Device dev, Func<DmaAddr, int, Outcome> run)
{
    public bool Run(GuestBuffer[] copies, int bytes)
    {
        DmaAddr address = default;
        foreach (var copy in copies)
        {
            address = dev.MapSingle(copy, bytes, DmaDirection.ToDevice); // expect: XDMA1005
            if (dev.MappingError(address))
                return false;
            if (run(address, bytes) == Outcome.Done)
                break;
        }
        dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
        return true;
    }

    public string Switched(GuestBuffer buffer, int bytes)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(address))
            return "no mapping";
        switch (run(address, bytes))
        {
            case Outcome.Done:
                dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
                return "done";
            case Outcome.Busy:
                dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
                return "busy";
            default:
                return "dead";
        }
    }

    public bool FailedOne(GuestBuffer buffer, int bytes)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.ToDevice);
        bool failed = dev.MappingError(address);
        try
        {
            return !failed && run(address, bytes) is Outcome.Done;
        }
        finally
        {
            if (!failed)
                dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
        }
    }

    public bool Halves(GuestBuffer buffer, int bytes)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.ToDevice);
        if (dev.MappingError(address))
            return false;
        var outcome = run(address, bytes / 2);
        dev.UnmapSingle(address, bytes / 2, DmaDirection.ToDevice); // expect: XDMA3001
        return outcome == Outcome.Done;
    }
}
