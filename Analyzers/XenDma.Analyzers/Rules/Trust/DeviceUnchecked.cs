using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Trust;

/// <summary>XDMA7001: a number that the device wrote is used as index, length or bound with no check on the way.</summary>
internal sealed class DeviceUnchecked() : FlowRule(Descriptors.DeviceUnchecked)
{
    public override bool OnTrust(FlowTrust trust)
    {
        if (trust.Site is not { } place)
            return false;
        var read = Analyzers.Flow.Trust.ReadAt(trust.Fetched);
        return trust.Report(new Finding(Descriptor, place, read is null ? "another place" : Wording.Line(read), Uses.Name(trust.Use)) { Others = [read] });
    }
}
