using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-DISP-1.</summary>
public sealed class XenServesDevices : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-DISP-1";

    /// <inheritdoc/>
    public override string Title => "Xen's ops serve every device";

    /// <inheritdoc/>
    public override string Statement =>
        "In a domain whose addresses Xen's ops translate they serve every device, one without ops of its own as well; from inside them a device's own ops can be reached, and those are not Xen's.";

    /// <inheritdoc/>
    public override string Formula => "xen domain, device d: ops_of(d) = xen_ops, native_ops_of(d) != xen_ops";

    /// <inheritdoc/>
    public override string Source =>
        "get_arch_dma_ops, arch/arm/include/asm/dma-mapping.h, Linux 4.12 (815dd18788fe: 4.11 asked the device's own first); xen_get_dma_ops";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Dispatch;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.DeviceCalls | StepKinds.DeviceFill | StepKinds.DeviceSum;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new XenServesDevicesJudge(this, facts);

    private sealed class XenServesDevicesJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not DeviceStep { Device: { } } called || result is NotRun || Run.Ops is not IDispatchInspection dispatch) return null;
            if (Run.Scenario.Machine.Platform is not (Platform.XenPv or Platform.XenDom0Arm)) return null;
            Count();
            Device device = Run.DeviceOf(called.Device)!;
            if (!ReferenceEquals(dispatch.OpsOf(device), dispatch.XenOps)) return Violated(index, $"{device} served by Xen's ops", "other ops");
            return ReferenceEquals(dispatch.NativeOpsOf(device), dispatch.XenOps) ? Violated(index, $"ops of {device}'s own below Xen's", "Xen's again") : null;
        }
    }
}
