using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses a scenario's machine.</summary>
internal static class MachineParser
{
    internal static ScenarioMachine Parse(ref JsonCursor at)
    {
        long start = at.Position;
        HashSet<string> seen = [];
        Platform platform = Platform.XenPv;
        string semantics = Semantics.Linux4_18.Name;
        ulong frames = 0;
        int pageShift = XenPage.Shift, maxOrder = 9;
        ExchangeContents contents = ExchangeContents.Preserve;
        ImmutableArray<FrameRun>? owned = null;
        ImmutableArray<FrameRun> foreign = [];
        ImmutableArray<FrameRange> free = [], spare = [];
        PoolOptions pool = default;
        ImmutableArray<DeviceTraits> devices = [];
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            switch (key)
            {
                case "platform": platform = Word(ref at, ("xen-pv", Platform.XenPv), ("xen-dom0-arm", Platform.XenDom0Arm), ("bare-metal", Platform.BareMetal), ("wii", Platform.Wii)); break;
                case "semantics": semantics = Word(ref at, [.. Semantics.Releases.Select(static release => (release.Name, release.Name))]); break;
                case "pageShift": pageShift = (int)at.Number(16, "as the page shift"); break;
                case "pfns": frames = at.Number(ScenarioLimits.MaxFrames, "guest frames"); break;
                case "p2m": owned = Runs(ref at); break;
                case "foreign": foreign = Runs(ref at); break;
                case "free": free = Ranges(ref at); break;
                case "spare": spare = Ranges(ref at); break;
                case "exchangeMaxOrder": maxOrder = (int)at.Number(ScenarioLimits.MaxExchangeOrder, "as the largest order"); break;
                case "exchangeContents": contents = Word(ref at, ("preserve", ExchangeContents.Preserve), ("scramble", ExchangeContents.Scramble)); break;
                case "pool": pool = Pool(ref at); break;
                case "devices": devices = List(ref at, ScenarioLimits.MaxDevices, "devices", Device); break;
                default:
                    throw at.Fault(at.Position, "unknown key: platform, semantics, pageShift, pfns, p2m, foreign, free, spare, exchangeMaxOrder, exchangeContents, pool or devices expected");
            }

            at.Leave();
            at.Advance();
        }

        Require(at, seen, start, "pfns", "pool", "devices");
        if (frames == 0) throw at.Fault(start, "pfns: at least 1 guest frame expected");
        if (pageShift < XenPage.Shift) throw at.Fault(start, $"pageShift: 12 to 16 expected, found {pageShift}");
        var layout = new MachineLayout
        {
            FrameCount = frames,
            PageShift = pageShift,
            Owned = owned,
            Foreign = foreign,
            Free = free,
            Spare = spare,
            ExchangeMaxOrder = maxOrder,
            ExchangeContents = contents,
            HasNonCoherentDevices = devices.Any(static device => !device.IsCoherent),
        };
        if (LayoutChecks.Fault(layout) is { } fault) throw at.Fault(start, fault);
        return new ScenarioMachine { Platform = platform, Semantics = semantics, Layout = layout, Pool = pool, Devices = devices };
    }

    /// <summary>The fault of a key that an object lacks.</summary>
    internal static void Require(in JsonCursor at, HashSet<string> seen, long start, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (!seen.Contains(key)) throw at.Fault(start, $"the key {key} is missing");
        }
    }

    /// <summary>One of several words.</summary>
    internal static T Word<T>(ref JsonCursor at, params ReadOnlySpan<(string Word, T Value)> words)
    {
        string text = at.Text();
        List<string> known = [];
        foreach ((string word, T value) in words)
        {
            if (word == text) return value;
            known.Add(word);
        }

        throw at.Expected(string.Join(", ", known));
    }

    /// <summary>A list whose items a parser reads; it leaves the cursor on an item's last token.</summary>
    internal static ImmutableArray<T> List<T>(ref JsonCursor at, int max, string of, ItemParser<T> parse)
    {
        if (at.Token != JsonTokenType.StartArray) throw at.Expected($"a list of {of}");
        var items = ImmutableArray.CreateBuilder<T>();
        at.Advance();
        while (at.Token != JsonTokenType.EndArray)
        {
            if (items.Count == max) throw at.Fault(at.Position, $"more than {max} {of}");
            at.Enter($"[{items.Count}]");
            items.Add(parse(ref at));
            at.Leave();
            at.Advance();
        }

        return items.ToImmutable();
    }

    internal delegate T ItemParser<T>(ref JsonCursor at);

    /// <summary>A list of just so many numbers.</summary>
    internal static void Numbers(ref JsonCursor at, scoped Span<ulong> numbers, string what)
    {
        if (at.Token != JsonTokenType.StartArray) throw at.Expected(what);
        for (int i = 0; i < numbers.Length; i++)
        {
            at.Advance();
            if (at.Token == JsonTokenType.EndArray) throw at.Expected(what);
            numbers[i] = at.Number();
        }

        at.Advance();
        if (at.Token != JsonTokenType.EndArray) throw at.Expected(what);
    }

    private static ImmutableArray<FrameRun> Runs(ref JsonCursor at) => List(ref at, ScenarioLimits.MaxRuns, "runs [pfn, mfn, count]", static (ref JsonCursor at) =>
    {
        Span<ulong> run = stackalloc ulong[3];
        Numbers(ref at, run, "a run [pfn, mfn, count]");
        return new FrameRun(run[0], run[1], run[2]);
    });

    private static ImmutableArray<FrameRange> Ranges(ref JsonCursor at) => List(ref at, ScenarioLimits.MaxRuns, "runs [frame, count]", static (ref JsonCursor at) =>
    {
        Span<ulong> run = stackalloc ulong[2];
        Numbers(ref at, run, "a run [frame, count]");
        return new FrameRange(run[0], run[1]);
    });

    private static PoolOptions Pool(ref JsonCursor at)
    {
        long start = at.Position;
        HashSet<string> seen = [];
        PoolOptions pool = default;
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            pool = key switch
            {
                "slabs" => pool with { Slabs = at.Number(ScenarioLimits.MaxSlabs, "slabs") },
                "force" => pool with { Force = at.Bool() },
                "early" => pool with { Early = at.Bool() },
                _ => throw at.Fault(at.Position, "unknown key: slabs, force or early expected"),
            };
            at.Leave();
            at.Advance();
        }

        Require(at, seen, start, "slabs");
        return pool;
    }

    private static DeviceTraits Device(ref JsonCursor at)
    {
        long start = at.Position;
        HashSet<string> seen = [];
        var traits = new DeviceTraits { CoherentDmaMask = 0 };
        at.BeginObject();
        while (at.NextKey(seen) is { } key)
        {
            traits = key switch
            {
                "dmaMask" => traits with { DmaMask = at.Number() },
                "coherentMask" => traits with { CoherentDmaMask = at.Number() },
                "boundaryMask" => traits with { SegmentBoundaryMask = at.Number() },
                "minAlignMask" => traits with { MinAlignMask = at.Number(uint.MaxValue, "as the minAlignMask") },
                "coherent" => traits with { IsCoherent = at.Bool() },
                _ => throw at.Fault(at.Position, "unknown key: dmaMask, coherentMask, boundaryMask, minAlignMask or coherent expected"),
            };
            at.Leave();
            at.Advance();
        }

        Require(at, seen, start, "dmaMask");
        return traits;
    }
}
