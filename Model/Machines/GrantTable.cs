namespace XenDma.Machines;

/// <summary>Other domains' frames, mapped over guest frames that were ballooned out.</summary>
/// <remarks>set_foreign_p2m_mapping and clear_foreign_p2m_mapping, arch/x86/xen/p2m.c, Linux 4.18.</remarks>
public sealed class GrantTable
{
    /// <summary>-EINVAL: no frame of another domain is mapped there.</summary>
    public const int NotMapped = Errno.Invalid;

    private readonly PhysToMachine _p2m;
    private readonly KernelLog _log;

    internal GrantTable(PhysToMachine p2m, KernelLog log)
    {
        _p2m = p2m;
        _log = log;
    }

    /// <summary>Maps another domain's frame. A guest frame that still has memory behind it is warned of and loses it, as in the kernel.</summary>
    /// <param name="pfn">The guest frame.</param>
    /// <param name="mfn">The other domain's machine frame.</param>
    /// <exception cref="MachineFaultException">The machine frame is this domain's, or mapped elsewhere.</exception>
    public void Map(Pfn pfn, Mfn mfn)
    {
        if (_p2m.Word(pfn.Value) != XenPage.NoFrame)
        {
            _log.Write(KernelLogLevel.Warning, pfn, static pfn => $"page must be ballooned: guest frame 0x{pfn.Value:x}");
            if (_p2m.IsOwned(pfn.Value)) _p2m.Take(pfn.Value);
            else _p2m.TakeForeign(pfn.Value);
        }

        _p2m.PutForeign(pfn.Value, mfn.Value);
    }

    /// <summary>Ends a mapping; the guest frame stays ballooned out.</summary>
    /// <returns>0, or <see cref="NotMapped"/>.</returns>
    public int Unmap(Pfn pfn)
    {
        if (!_p2m.IsForeign(pfn.Value)) return NotMapped;
        _p2m.TakeForeign(pfn.Value);
        return 0;
    }
}
