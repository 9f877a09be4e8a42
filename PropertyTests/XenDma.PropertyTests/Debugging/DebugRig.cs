using System;
using System.Linq;
using XenDma.Debugging;
using XenDma.PropertyTests.ModelTests;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>A device whose calls are checked, on a guest that maps directly.</summary>
internal sealed class DebugRig : IDisposable
{
    internal const DmaDirection To = DmaDirection.ToDevice, From = DmaDirection.FromDevice, Both = DmaDirection.Bidirectional;

    internal DebugRig(DmaDebugOptions? options = null, bool force = false, string release = "6.1", DeviceTraits? traits = null)
    {
        Guest = TestGuest.Boot(release, force: force);
        Debug = new DmaDebug(Guest.Ops, options);
        Device = new Device("nic0", traits ?? new DeviceTraits(), Debug);
    }

    internal XenGuest Guest { get; }

    internal DmaDebug Debug { get; }

    internal Device Device { get; }

    /// <summary>A block of pages.</summary>
    internal GuestBuffer Pages(int order = 0)
    {
        GuestBuffer? pages = Guest.AllocPages(order);
        Assert.NotNull(pages);
        return pages;
    }

    /// <summary>Maps as a driver should.</summary>
    internal DmaAddr Map(GuestBuffer buffer, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        DmaAddr address = Device.MapSingle(buffer, size, direction, attrs);
        Assert.False(Device.MappingError(address));
        return address;
    }

    /// <summary>A list of buffers of these lengths, each in pages of its own.</summary>
    internal ScatterList List(params int[] lengths)
    {
        var list = new ScatterList(lengths.Length);
        foreach (int length in lengths) list.Add(Pages(length > 4096 ? 5 : 0).Slice(0, length));
        return list;
    }

    /// <summary>Maps as a driver should.</summary>
    internal ScatterList Mapped(DmaDirection direction, params int[] lengths)
    {
        ScatterList list = List(lengths);
        Assert.Equal(list.Count, Device.MapSg(list, list.Count, direction));
        return list;
    }

    /// <summary>These reports were made, in this order, and no other.</summary>
    internal void AssertReports(params Misuse[] expected)
    {
        Assert.Equal(expected, Debug.Reports.Select(static report => report.Misuse));
        Assert.Equal(expected.Length, Debug.ReportCount);
    }

    public void Dispose() => Guest.Dispose();
}
