using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4001: the CPU reads a buffer that the device owns.</summary>
internal sealed class CpuReads() : FlowRule(Descriptors.CpuReads)
{
    public override bool OnAccess(FlowAccess access)
    {
        if (access.IsWrite || access.Custody is not { DeviceWrites: true, IsSaid: false, SkippedAt: null } custody
            || (custody.IsCpus && !access.IsOutsideWindow) || access.Place is not { } place)
            return false;
        access.Update(custody with { IsSaid = true });
        string why = custody.IsCpus ? "the sync gave other bytes to the CPU" : "nothing synced it for the CPU" + (custody.IsTold ? " since" : "");
        return access.ReportAt(Descriptor, place, null, CustodyWording.Name(access, custody), CustodyWording.Line(access), why);
    }
}
