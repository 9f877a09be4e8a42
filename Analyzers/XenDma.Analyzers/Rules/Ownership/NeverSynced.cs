using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4005: SkipCpuSync, and no sync by hand where the data is used.</summary>
internal sealed class NeverSynced() : FlowRule(Descriptors.NeverSynced)
{
    public override bool OnTold(FlowTold told)
    {
        if (told.Info is not { } info || told.Custody is not { SkippedAtMap: true, DeviceReads: true, SyncedForDevice: false, IsSaid: false } custody)
            return false;
        told.Update(custody with { IsSaid = true });
        return told.Report(new Finding(
            Descriptor, info.Site, Wording.Name(info), "mapped", "given to the device at " + Wording.Line(told.Operation))
        {
            Others = [told.Operation],
        });
    }

    public override bool OnAccess(FlowAccess access)
    {
        if (access.IsWrite || access.Custody is not { SkippedAt: { } unmap, IsSaid: false } custody)
            return false;
        access.Update(custody with { IsSaid = true });
        return access.Report(new Finding(
            Descriptor, unmap, CustodyWording.Name(access, custody), "unmapped", "read at " + Wording.Line(access.Operation))
        {
            Others = [access.Info?.Site, access.Operation],
        });
    }
}
