using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3006: addresses of a scatter list read up to the original count in place of MapSg's result.</summary>
internal sealed class ReadToCount() : FlowRule(Descriptors.ReadToCount)
{
    public override bool OnListRead(FlowListRead read)
    {
        if (read.Info is not { Contract.Role: Role.MapSg, Size: { } asked } info || read.State is not { Life: Life.Live or Life.Unchecked })
            return false;
        var result = Value.Count(read.Mapping!);
        bool upToCount = Solver.Decide(read.Path, Terms.Less(read.Index, asked)) == true;
        if (!upToCount || Solver.Decide(read.Path, Terms.Less(read.Index, result)) == true
            || Solver.Decide(read.Path, Terms.Equal(result, asked)) == true)
            return false;
        string count = Wording.Text(Wording.Written(info, Part.Count));
        string list = Wording.Text(Wording.Written(info, Part.List));
        return read.ReportAt(Descriptor, read.Place, null, list, count, Wording.Line(info.Site), Wording.Caller(info));
    }
}
