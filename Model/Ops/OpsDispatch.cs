using System;

namespace XenDma;

/// <summary>Which ops a device gets (get_dma_ops, arch_setup_dma_ops): its own, its bus's, the architecture's, or Xen's.</summary>
/// <remarks>The contract: in a domain that needs translation no device is reached by other ops than Xen's; from inside Xen's ops the device's
/// native ones are reachable and are not Xen's; setting up twice changes nothing; after a tear-down setting up works again; no device is
/// served like any other.</remarks>
/// <param name="semantics">The release.</param>
/// <param name="domain">The domain that the kernel runs in.</param>
/// <param name="xenOps">Xen's ops.</param>
/// <param name="nativeOps">The ops that the devices have without Xen.</param>
public sealed class OpsDispatch(Semantics semantics, DispatchDomain domain, IDmaOps xenOps, IDmaOps nativeOps)
{
    /// <summary>Whether this domain's devices are to be served by Xen's ops.</summary>
    public bool UsesXenOps => domain.Kind switch
    {
        DomainKind.X86Pv => true,
        DomainKind.X86AutoTranslated => false,
        _ => semantics.DirectMapFeatureDecides ? domain.IsDirectMapped ?? domain.IsInitial : domain.IsInitial,
    };

    /// <summary>The architecture's ops, of a device that has none of its own: on Arm they refuse.</summary>
    public IDmaOps DefaultOps => domain.Kind == DomainKind.Arm ? RefusingOps.Instance : KernelOps;

    private IDmaOps KernelOps => UsesXenOps ? xenOps : nativeOps;

    /// <summary>On Arm each device gets ops of its own; Xen's take their place (arch_setup_dma_ops). On x86 nothing is set.</summary>
    public void SetUp(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (domain.Kind != DomainKind.Arm) return;
        if (semantics.SetupSkippedWhenOpsSet && device.DmaOps is not null) return;
        device.DmaOps ??= nativeOps;
        if (semantics.DeviceOpsBeforeXen || !UsesXenOps) return;
        if (!ReferenceEquals(device.DmaOps, xenOps) || semantics.SetupTwiceSavesXenOps) device.SavedOps = device.DmaOps;
        device.DmaOps = xenOps;
    }

    /// <summary>The device goes (arch_teardown_dma_ops).</summary>
    public void TearDown(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.DmaOps = null;
        if (!semantics.TeardownKeepsSavedOps) device.SavedOps = null;
    }

    /// <summary>The ops that serve a device; null = no device.</summary>
    public IDmaOps OpsOf(Device? device) => device is null ? KernelOps : device.DmaOps ?? DefaultOps;

    /// <summary>The native ops of a device, for Xen's ops to call (xen_get_dma_ops).</summary>
    public IDmaOps NativeOpsOf(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.SavedOps ?? nativeOps;
    }
}
