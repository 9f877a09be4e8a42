namespace XenDma;

/// <summary>What kind of domain a kernel runs in, as far as dispatch asks.</summary>
public enum DomainKind
{
    /// <summary>A PV domain on x86.</summary>
    X86Pv,

    /// <summary>A domain on x86 whose addresses the hardware translates (HVM, PVH).</summary>
    X86AutoTranslated,

    /// <summary>A domain on Arm.</summary>
    Arm,
}

/// <summary>The domain that dispatch decides for.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="IsInitial">Whether it is the initial domain.</param>
/// <param name="IsDirectMapped">What XENFEAT_direct_mapped and XENFEAT_not_direct_mapped tell; null = an old hypervisor tells neither.</param>
public readonly record struct DispatchDomain(DomainKind Kind, bool IsInitial = true, bool? IsDirectMapped = null);
