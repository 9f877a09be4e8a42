namespace XenDma.Samples.XenBlock;

/// <summary>The back end in the domain that owns the machine: it carries the guest's accesses out as far as the guest may make them.</summary>
/// <remarks>xen_pcibk_do_op, drivers/xen/xen-pciback/pciback_ops.c.</remarks>
/// <param name="function">The function that was passed through.</param>
public sealed class SimulatedPciback(PciFunction function)
{
    private const uint Allowed = PciRegister.MemorySpace | PciRegister.BusMaster;

    private GuestBuffer? _shared;

    /// <summary>Accesses that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Maps the guest's page, or lets go of it.</summary>
    public void Attach(GuestBuffer? shared) => _shared = shared;

    /// <summary>A little time passes.</summary>
    public void Work()
    {
        if (_shared is null) return;
        PciOperation operation = PciOperation.Load(_shared, out uint flags);
        if ((flags & PciOperation.Active) == 0) return;
        uint value = operation.Value;
        int error = operation.Slot != 0 ? PciOperation.NoDevice : operation.Command switch
        {
            PciOperation.Read => function.TryRead(operation.Offset, operation.Size, out value) ? 0 : PciOperation.InvalidOffset,
            PciOperation.Write => TryWrite(operation),
            _ => PciOperation.Unknown,
        };
        if (error != 0) Refused++;
        (operation with { Error = error, Value = value }).Store(_shared, flags & ~PciOperation.Active);
    }

    private int TryWrite(in PciOperation operation)
    {
        if (operation.Offset != PciRegister.Command || (operation.Value & ~Allowed) != 0) return PciOperation.AccessDenied;
        return function.TryWrite(operation.Offset, operation.Size, operation.Value) ? 0 : PciOperation.InvalidOffset;
    }
}
