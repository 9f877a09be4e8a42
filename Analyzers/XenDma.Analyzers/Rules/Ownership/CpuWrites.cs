using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4002: the CPU writes a buffer that the device owns. What the device only reads may be written until the device is told,
/// if a sync for the device follows.</summary>
internal sealed class CpuWrites() : FlowRule(Descriptors.CpuWrites)
{
    public override bool OnAccess(FlowAccess access)
    {
        if (!access.IsWrite || access.Custody is not { DeviceWrites: true, DeviceReads: false, IsCpus: false, IsSaid: false, SkippedAt: null } custody
            || access.Place is not { } place)
            return false;
        access.Update(custody with { IsSaid = true });
        return access.ReportAt(
            Descriptor, place, null, CustodyWording.Name(access, custody), CustodyWording.Line(access), "what the device writes is copied over it");
    }

    public override bool OnTold(FlowTold told) => Judge(told, "the device is told of it");

    public override bool OnCall(FlowCall call) =>
        (call.Contract.Releases || call.Role is Role.SyncForCpu or Role.SyncSgForCpu)
        && Judge(call, call.Contract.Releases ? "it is unmapped" : "it is synced for the CPU");

    public override bool OnEnd(FlowEnd end) => Judge(end, "the method ends");

    private bool Judge(FlowEvent flow, string what)
    {
        if (flow.Custody is not { EarlyWrite: { } write, IsSaid: false } custody || flow.State is { Life: Life.Silent or Life.Failed })
            return false;
        flow.Update(custody with { IsSaid = true, EarlyWrite = null });
        flow.ReportAt(
            Descriptor, write, null, CustodyWording.Name(flow, custody), CustodyWording.Line(flow),
            what + (flow is FlowEnd ? "" : " at " + Wording.Line(flow.Operation)) + " with no sync for the device after the write");
        return false;
    }
}
