namespace XenDma;

/// <summary>What a guest runs on.</summary>
public enum Platform
{
    /// <summary>xen-pv: a Xen PV guest on x86.</summary>
    XenPv,

    /// <summary>xen-dom0-arm: the initial domain on Arm, mapped 1:1.</summary>
    XenDom0Arm,

    /// <summary>bare-metal: no hypervisor.</summary>
    BareMetal,

    /// <summary>wii: one window of memory is reachable.</summary>
    Wii,
}
