using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3005: MapSg's result given where the count is asked for that MapSg was given.</summary>
internal sealed class CountIsResult() : FlowRule(Descriptors.CountIsResult)
{
    public override bool OnCall(FlowCall call)
    {
        bool asks = call.Role is Role.UnmapSg or Role.SyncSgForCpu or Role.SyncSgForDevice;
        if (!asks || call[Part.Count] is not { Kind: ValueKind.Count } given || given.Args[0].Mapping is not { } info)
            return false;
        if (info.Size is { } asked && Solver.Decide(call.Path, Terms.Equal(given, asked)) == true)
            return false;
        var written = Wording.Written(info, Part.Count);
        call.ReportArgument(
            Descriptor, call.Source(Part.Count), Replacements.SameText(call, written), Wording.Text(call.Source(Part.Count)),
            Wording.Line(info.Site), call.Method?.Name, Wording.Text(written), Wording.Caller(info));
        return false;
    }
}
