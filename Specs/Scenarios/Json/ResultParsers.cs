using System;
using System.Collections.Immutable;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses what a step answered, each op in its own shapes.</summary>
internal static class ResultParsers
{
    private static readonly KeySet BugKeys = new(["bug"]);
    private static readonly KeySet DoneKeys = new([]) { Listed = "none but bug" };
    private static readonly KeySet RcKeys = new(["rc"]);
    private static readonly KeySet InitKeys = new(["rc", "slabs", "phys", "end"]) { Listed = "rc, slabs, phys, end; or bug" };
    private static readonly KeySet MappedKeys = new(["dma"]) { Listed = "dma; or error; or bug" };
    private static readonly KeySet ErrorKeys = new(["error"]);
    private static readonly KeySet ListKeys = new(["count"], "segments") { Listed = "count, segments; or bug" };
    private static readonly KeySet AllocKeys = new(["phys"], "dma");
    private static readonly KeySet SupportedKeys = new(["supported"]);
    private static readonly KeySet PfnsKeys = new(["pfns"]) { Listed = "pfns; or rc" };
    private static readonly KeySet TableKeys = new(["segments"]) { Listed = "segments; or rc" };
    private static readonly KeySet SumKeys = new(["sum"]);
    private static readonly KeySet MfnsKeys = new(["mfns"]);
    private static readonly KeySet CountKeys = new(["count"]);

    /// <summary>Reads the result of an op.</summary>
    internal static StepResult Parse(ref JsonCursor at, StepForm form)
    {
        if (!form.CanBug || at.Token != JsonTokenType.StartObject || !at.Has("bug"u8)) return form.Result!(ref at);
        Begin(ref at);
        while (at.NextKey(BugKeys) is not null) at.True();
        return new Bug();
    }

    internal static StepResult Done(ref JsonCursor at)
    {
        Begin(ref at);
        at.NextKey(DoneKeys);
        return new Done();
    }

    internal static StepResult Init(ref JsonCursor at)
    {
        if (IsFailure(ref at) && !at.Has("slabs"u8)) return Failure(ref at);
        ulong slabs = 0, start = 0, end = 0;
        Begin(ref at);
        while (at.NextKey(InitKeys) is { } key)
        {
            if (key == "rc" && at.ErrorNumber() != 0) throw at.Expected("0, as there is a pool");
            if (key == "slabs") slabs = at.Number();
            if (key == "phys") start = at.Number();
            if (key == "end") end = at.Number();
        }

        return new PoolMade(slabs, start, end);
    }

    internal static StepResult MapPage(ref JsonCursor at)
    {
        ulong dma = 0;
        bool failed = at.Token == JsonTokenType.StartObject && at.Has("error"u8);
        Begin(ref at);
        while (at.NextKey(failed ? ErrorKeys : MappedKeys) is not null)
        {
            if (failed) at.True();
            else dma = at.Number();
        }

        return failed ? new NotMapped() : new Mapped(dma);
    }

    internal static StepResult MapSg(ref JsonCursor at)
    {
        ulong count = 0;
        ImmutableArray<MappedSegment> segments = [];
        Begin(ref at);
        while (at.NextKey(ListKeys) is { } key)
        {
            if (key == "count") count = at.Number(0, ScenarioLimits.MaxSegments);
            else segments = Pairs(ref at, "a segment [dma, length]", static (dma, length) => new MappedSegment(dma, length));
        }

        return (ulong)segments.Length == count ? new ListMapped(segments) : throw at.Fault($"count is {count}, and there are {segments.Length} segments");
    }

    internal static StepResult Alloc(ref JsonCursor at)
    {
        ulong? phys = null, dma = null;
        Begin(ref at);
        while (at.NextKey(AllocKeys) is { } key)
        {
            if (key == "dma") dma = at.Number();
            else if (!at.IsNull) phys = at.Number();
        }

        if (phys is null) return dma is null ? new NotAllocated() : throw at.Fault("phys is null, and there is a dma");
        return new Allocated(phys.Value, dma ?? throw at.Missing("dma"));
    }

    internal static StepResult DmaSupported(ref JsonCursor at) => new Supported(Flag(ref at, SupportedKeys));

    internal static StepResult MappingError(ref JsonCursor at) => new IsMappingError(Flag(ref at, ErrorKeys));

    internal static StepResult Sum(ref JsonCursor at) => new Sum(Number(ref at, SumKeys));

    internal static StepResult SlotsInUse(ref JsonCursor at) => new SlotCount(Number(ref at, CountKeys));

    internal static StepResult Mmap(ref JsonCursor at)
    {
        if (IsFailure(ref at)) return Failure(ref at);
        var pfns = ImmutableArray.CreateBuilder<ulong>();
        Begin(ref at);
        while (at.NextKey(PfnsKeys) is not null)
        {
            at.BeginList("a list of guest frames");
            while (at.NextItem(ScenarioLimits.MaxListedFrames)) pfns.Add(at.Number());
        }

        return new GuestFrames(pfns.DrainToImmutable());
    }

    internal static StepResult P2m(ref JsonCursor at)
    {
        var mfns = ImmutableArray.CreateBuilder<ulong?>();
        Begin(ref at);
        while (at.NextKey(MfnsKeys) is not null)
        {
            at.BeginList("a list of machine frames");
            while (at.NextItem(ScenarioLimits.MaxListedFrames)) mfns.Add(at.IsNull ? null : at.Number());
        }

        return new MachineFrames(mfns.DrainToImmutable());
    }

    internal static StepResult GetSgTable(ref JsonCursor at)
    {
        if (IsFailure(ref at)) return Failure(ref at);
        ImmutableArray<TableSegment> segments = [];
        Begin(ref at);
        while (at.NextKey(TableKeys) is not null)
            segments = Pairs(ref at, "a segment [phys, length]", static (phys, length) => new TableSegment(phys, length));
        return new SgTable(segments);
    }

    private static void Begin(ref JsonCursor at) => at.BeginObject("a result: an object");

    private static bool IsFailure(ref JsonCursor at) => at.Token == JsonTokenType.StartObject && at.Has("rc"u8);

    private static Failed Failure(ref JsonCursor at)
    {
        int rc = 0;
        Begin(ref at);
        while (at.NextKey(RcKeys) is not null)
        {
            rc = at.ErrorNumber();
            if (rc == 0) throw at.Expected("a negative error number");
        }

        return new Failed(rc);
    }

    private static bool Flag(ref JsonCursor at, KeySet keys)
    {
        bool flag = false;
        Begin(ref at);
        while (at.NextKey(keys) is not null) flag = at.Bool();
        return flag;
    }

    private static ulong Number(ref JsonCursor at, KeySet keys)
    {
        ulong number = 0;
        Begin(ref at);
        while (at.NextKey(keys) is not null) number = at.Number();
        return number;
    }

    private static ImmutableArray<T> Pairs<T>(ref JsonCursor at, string what, Func<ulong, ulong, T> make)
    {
        var pairs = ImmutableArray.CreateBuilder<T>();
        Span<ulong> pair = stackalloc ulong[2];
        at.BeginList($"a list, each {what}");
        while (at.NextItem(ScenarioLimits.MaxSegments))
        {
            at.Numbers(pair, what);
            pairs.Add(make(pair[0], pair[1]));
        }

        return pairs.DrainToImmutable();
    }
}
