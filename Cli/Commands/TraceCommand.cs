using System.CommandLine;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma trace</c>: what real kernels recorded.</summary>
internal static class TraceCommand
{
    internal static Command Make() => new("trace", "Real kernel traces: checks them, replays them, sums them up, tells how to record one.")
    {
        TraceCheckCommand.Make(),
        TraceReplayCommand.Make(),
        TraceSummaryCommand.Make(),
        TraceRecipeCommand.Make(),
    };
}
