namespace XenDma.Samples.Simulation;

/// <summary>The guest's ops, with failures where <see cref="Faults"/> strike, and a count of what was mapped.</summary>
/// <param name="guest">The guest.</param>
/// <param name="inner">Its ops.</param>
/// <param name="faults">When a call fails.</param>
internal sealed partial class BenchOps(XenGuest guest, IDmaOps inner, Faults faults) : IDmaOps
{
    /// <summary>Mappings, an entry of a list each, that go by the device's own reach.</summary>
    internal int Direct { get; private set; }

    /// <summary>Mappings, an entry of a list each, that go through the pool.</summary>
    internal int Bounced { get; private set; }

    /// <summary>Mappings and lists that failed, by a fault or for want of slots.</summary>
    internal int Failed { get; private set; }

    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr address = faults.Strikes() ? DmaAddr.MappingError : inner.MapPage(device, page, offset, size, direction, attrs | DmaAttrs.NoWarn);
        if (MappingError(device, address)) Failed++;
        else Count(address);
        return address;
    }

    public bool MappingError(Device device, DmaAddr address) => address == DmaAddr.MappingError || inner.MappingError(device, address);

    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        int mapped = faults.Strikes() ? 0 : inner.MapSg(device, list, count, direction, attrs | DmaAttrs.NoWarn);
        if (mapped <= 0) Failed++;
        for (int i = 0; i < mapped; i++) Count(list.DmaAddressAt(i));
        return mapped;
    }

    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        handle = default;
        return faults.Strikes() ? null : inner.Alloc(device, size, out handle, attrs);
    }

    private void Count(DmaAddr address)
    {
        if (guest.IsBounced(address)) Bounced++;
        else Direct++;
    }
}
