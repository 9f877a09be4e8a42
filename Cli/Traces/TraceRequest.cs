using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Checking;
using XenDma.Specs.Traces.Reading;

namespace XenDma.Cli.Traces;

/// <summary>What is asked of traces.</summary>
internal sealed record TraceRequest
{
    internal string? P2m { get; init; }

    internal Semantics? Release { get; init; }

    internal (ulong Start, ulong End)? Pool { get; init; }

    internal bool AgainstSemantics { get; init; }

    internal bool IsFromStart { get; init; }

    internal bool ExpectsNoneAlive { get; init; }

    /// <summary>The P2M that was named, or the one in the run's folder; empty to infer it.</summary>
    internal FrameTable Frames(RecordedRun run) => (P2m ?? run.P2m) is { } path ? FrameTableReader.Read(path) : new FrameTable();

    internal CheckOptions Options(RecordedRun run)
    {
        Semantics? release = Release ?? run.Release;
        if (AgainstSemantics && release is null)
        {
            string said = run.KernelVersion is { } version ? $"dmesg.txt says {version}, of which nothing is known" : "no dmesg.txt lies beside the trace";
            throw new UsageException($"{run.Trace}: --against semantics needs to know the release that recorded ({said}): --semantics");
        }

        return new CheckOptions
        {
            Semantics = release,
            AgainstSemantics = AgainstSemantics,
            PoolStart = Pool?.Start ?? run.PoolStart,
            PoolEnd = Pool?.End ?? run.PoolEnd,
            IsFromStart = IsFromStart,
            ExpectsNoneAlive = ExpectsNoneAlive,
            ProbeMisses = run.ProbeMisses,
        };
    }
}
