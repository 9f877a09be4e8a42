using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Trust;

/// <summary>XDMA7002: device-written memory is read twice, checked at the first read and used from the second.</summary>
internal sealed class DoubleFetch() : FlowRule(Descriptors.DoubleFetch)
{
    public override bool OnTrust(FlowTrust trust)
    {
        if (trust.CheckedRead is not { } first || trust.Site is not { } place)
            return false;
        var second = Analyzers.Flow.Trust.ReadAt(trust.Fetched);
        return trust.Report(new Finding(Descriptor, place, Uses.Name(trust.Use), Wording.Line(first)) { Others = [first, second] });
    }
}
