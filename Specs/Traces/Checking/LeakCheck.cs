using System.Linq;
using XenDma.Debugging;

namespace XenDma.Specs.Traces.Checking;

/// <summary>What a device leaves mapped when its driver is gone.</summary>
internal static class LeakCheck
{
    internal static void Tell(CheckState state, TraceEvent at, string device, TraceMapping[] left)
    {
        var where = new TraceEvent { Op = at.Op, Device = device, Line = at.Line, Id = at.Id };
        bool uncertain = left.All(state.IsUncertain) || state.Options.ProbeMisses > 0;
        state.Misused(
            Misuse.ReleasesDeviceWithLiveMappings, where, "nothing left mapped", $"{left.Length} left, one of them {left.OrderBy(static one => one.Line).First()}",
            uncertain ? "its unmap may have been lost" : null);
    }
}
