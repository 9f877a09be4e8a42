using System;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Parses a scenario's machine.</summary>
internal static class MachineParser
{
    internal static readonly (string Word, Platform Value)[] Platforms =
        [("xen-pv", Platform.XenPv), ("xen-dom0-arm", Platform.XenDom0Arm), ("bare-metal", Platform.BareMetal), ("wii", Platform.Wii)];

    internal static readonly (string Word, ExchangeContents Value)[] Contents =
        [("preserve", ExchangeContents.Preserve), ("scramble", ExchangeContents.Scramble)];

    private static readonly (string Word, string Value)[] Releases = [.. Semantics.Releases.Append(Semantics.Contract).Select(static release => (release.Name, release.Name))];

    private static readonly KeySet Keys = new(
        ["pfns", "pool", "devices"],
        "platform", "semantics", "pageShift", "p2m", "foreign", "free", "spare", "exchangeMaxOrder", "exchangeContents");

    private static readonly KeySet PoolKeys = new(["slabs"], "force", "early");

    private static readonly KeySet DeviceKeys = new(["dmaMask"], "coherentMask", "boundaryMask", "minAlignMask", "coherent");

    internal static ScenarioMachine Parse(ref JsonCursor at)
    {
        var machine = new ScenarioMachine { Layout = new MachineLayout { FrameCount = 0 }, Pool = default, Devices = [] };
        MachineLayout layout = machine.Layout;
        at.BeginObject();
        while (at.NextKey(Keys) is { } key)
        {
            switch (key)
            {
                case "platform": machine = machine with { Platform = at.Word<Platform>(Platforms) }; break;
                case "semantics": machine = machine with { Semantics = at.Word<string>(Releases) }; break;
                case "pool": machine = machine with { Pool = Pool(ref at) }; break;
                case "devices": machine = machine with { Devices = Devices(ref at) }; break;
                default: layout = Layout(ref at, key, layout); break;
            }
        }

        return machine with { Layout = layout with { HasNonCoherentDevices = machine.Devices.Any(static device => !device.IsCoherent) } };
    }

    private static MachineLayout Layout(ref JsonCursor at, string key, MachineLayout layout) => key switch
    {
        "pfns" => layout with { FrameCount = at.Number(1, ScenarioLimits.MaxFrames) },
        "pageShift" => layout with { PageShift = at.Int(ScenarioLimits.MinPageShift, ScenarioLimits.MaxPageShift) },
        "p2m" => layout with { Owned = Runs(ref at) },
        "foreign" => layout with { Foreign = Runs(ref at) },
        "free" => layout with { Free = Ranges(ref at, ScenarioLimits.MaxRuns, "a run [pfn, count]") },
        "spare" => layout with { Spare = Ranges(ref at, ScenarioLimits.MaxSpareRuns, "a run [mfn, count]") },
        "exchangeMaxOrder" => layout with { ExchangeMaxOrder = at.Int(0, ScenarioLimits.MaxExchangeOrder) },
        _ => layout with { ExchangeContents = at.Word<ExchangeContents>(Contents) },
    };

    private static ImmutableArray<FrameRun> Runs(ref JsonCursor at)
    {
        const string Run = "a run [pfn, mfn, count]";
        var runs = ImmutableArray.CreateBuilder<FrameRun>();
        Span<ulong> run = stackalloc ulong[3];
        at.BeginList("a list of runs [pfn, mfn, count]");
        while (at.NextItem(ScenarioLimits.MaxRuns))
        {
            at.Numbers(run, Run);
            runs.Add(new FrameRun(run[0], run[1], run[2]));
        }

        return runs.DrainToImmutable();
    }

    private static ImmutableArray<FrameRange> Ranges(ref JsonCursor at, int max, string what)
    {
        var ranges = ImmutableArray.CreateBuilder<FrameRange>();
        Span<ulong> range = stackalloc ulong[2];
        at.BeginList($"a list, each {what}");
        while (at.NextItem(max))
        {
            at.Numbers(range, what);
            ranges.Add(new FrameRange(range[0], range[1]));
        }

        return ranges.DrainToImmutable();
    }

    private static PoolOptions Pool(ref JsonCursor at)
    {
        PoolOptions pool = default;
        at.BeginObject();
        while (at.NextKey(PoolKeys) is { } key)
        {
            pool = key switch
            {
                "slabs" => pool with { Slabs = at.Number(0, ScenarioLimits.MaxSlabs) },
                "force" => pool with { Force = at.Bool() },
                _ => pool with { Early = at.Bool() },
            };
        }

        return pool;
    }

    private static ImmutableArray<DeviceTraits> Devices(ref JsonCursor at)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceTraits>();
        at.BeginList("a list of devices");
        while (at.NextItem(ScenarioLimits.MaxDevices)) devices.Add(Device(ref at));
        return devices.DrainToImmutable();
    }

    private static DeviceTraits Device(ref JsonCursor at)
    {
        var traits = new DeviceTraits { CoherentDmaMask = 0 };
        at.BeginObject("a device: an object");
        while (at.NextKey(DeviceKeys) is { } key)
        {
            traits = key switch
            {
                "dmaMask" => traits with { DmaMask = at.Number() },
                "coherentMask" => traits with { CoherentDmaMask = at.Number() },
                "boundaryMask" => traits with { SegmentBoundaryMask = at.Number() },
                "minAlignMask" => traits with { MinAlignMask = at.Number() },
                _ => traits with { IsCoherent = at.Bool() },
            };
        }

        return traits;
    }
}
