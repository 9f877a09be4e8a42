using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Traces.Reading;

/// <summary>A trace and what lies beside it: the kernel's log (<c>dmesg.txt</c>), the probes' misses (<c>kprobe_profile.txt</c>), the devices
/// (<c>devices.csv</c>), the pool's counters (<c>swiotlb.debug</c>), the P2M (<c>p2m.before.csv</c>); each may be missing, or compressed (<c>.gz</c>).</summary>
public sealed partial class RecordedRun
{
    private const int MaxLogLines = 1 << 20;

    private RecordedRun(string trace) => Trace = trace;

    /// <summary>The trace's file.</summary>
    public string Trace { get; }

    /// <summary>The P2M beside it, where a folder was named; null for none.</summary>
    public string? P2m { get; private init; }

    /// <summary>The kernel that recorded, as its log says: <c>6.1</c>; null where there is no log.</summary>
    public string? KernelVersion { get; private set; }

    /// <summary>The release whose behaviour is known under that version; null for none.</summary>
    public Semantics? Release => KernelVersion is { } version && version != Semantics.Contract.Name ? Semantics.Find(version) : null;

    /// <summary>The guest address of the pool's first byte.</summary>
    public ulong? PoolStart { get; private set; }

    /// <summary>The guest address behind the pool's last byte.</summary>
    public ulong? PoolEnd { get; private set; }

    /// <summary>The number of areas that the pool has.</summary>
    public int? Areas { get; private set; }

    /// <summary>The pool's slots, as debugfs told them (<c>swiotlb.debug</c>).</summary>
    public ulong? Slots { get; private set; }

    /// <summary>The slots in use after the trace.</summary>
    public ulong? SlotsInUse { get; private set; }

    /// <summary>Whether the log tells of a hypervisor.</summary>
    public bool? IsXen { get; private set; }

    /// <summary>The events that the probes missed.</summary>
    public long ProbeMisses { get; private set; }

    /// <summary>How often the probe of single mappings was hit, misses left out: a trace that holds fewer is cut.</summary>
    public long? MapHits { get; private set; }

    /// <summary>The drivers of the devices, by name.</summary>
    public IReadOnlyDictionary<string, string> Drivers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Finds what belongs to a trace.</summary>
    /// <param name="path">The trace, or a folder with <c>events.jsonl</c> or <c>trace.txt</c>.</param>
    /// <exception cref="ScenarioException">There is no trace.</exception>
    public static RecordedRun Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool isFolder = Directory.Exists(path);
        string folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        string trace = !isFolder ? path : Beside(folder, "events.jsonl") ?? Beside(folder, "trace.txt") ?? Beside(folder, "trace")
            ?? throw new ScenarioException(path, 0, "expected events.jsonl, trace.txt or trace in the folder, compressed or not");
        var run = new RecordedRun(trace) { P2m = isFolder ? Beside(folder, "p2m.before.csv") : null };
        if (Beside(folder, "dmesg.txt") is { } log) run.ReadLog(log);
        if (Beside(folder, "kprobe_profile.txt") is { } profile) run.ReadProfile(profile);
        if (Beside(folder, "swiotlb.debug") is { } pool) run.ReadPool(pool);
        if (Beside(folder, "devices.csv") is { } devices) run.ReadDevices(devices);
        return run;
    }

    private static string? Beside(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    private void ReadLog(string path)
    {
        foreach ((string line, _) in TraceFiles.ReadLines(path).Take(MaxLogLines))
        {
            if (KernelVersion is null && Version().Match(line) is { Success: true } version) KernelVersion = version.Groups[1].Value;
            if (Pool().Match(line) is { Success: true } pool)
            {
                PoolStart = Hex(pool.Groups[1].Value);
                PoolEnd = Hex(pool.Groups[2].Value);
            }

            if (AreaCount().Match(line) is { Success: true } areas) Areas = int.Parse(areas.Groups[1].Value, CultureInfo.InvariantCulture);
            if (line.Contains("Xen version", StringComparison.Ordinal) || line.Contains("Hypervisor detected: Xen", StringComparison.Ordinal)) IsXen = true;
        }

        if (KernelVersion is not null) IsXen ??= false;
    }

    private void ReadProfile(string path)
    {
        foreach ((string line, _) in TraceFiles.ReadLines(path).Take(MaxLogLines))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["map_page", var hits, _] && long.TryParse(hits, NumberStyles.None, CultureInfo.InvariantCulture, out long hit)) MapHits = hit;
            if (words is [_, _, var misses] && long.TryParse(misses, NumberStyles.None, CultureInfo.InvariantCulture, out long count)) ProbeMisses += Math.Min(count, 1L << 40);
        }
    }

    private void ReadPool(string path)
    {
        foreach ((string line, _) in TraceFiles.ReadLines(path).Take(MaxLogLines))
        {
            if (line.Split(' ') is not [var name, var number] || !ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)) continue;
            if (name.EndsWith("io_tlb_nslabs", StringComparison.Ordinal)) Slots = value;
            if (name.EndsWith("io_tlb_used", StringComparison.Ordinal)) SlotsInUse = value;
        }
    }

    private void ReadDevices(string path)
    {
        var drivers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string line, long number) in TraceFiles.ReadLines(path).Take(1 << 16))
        {
            if (number > 1 && line.Split(',') is [var device, _, var driver, ..]) drivers[device] = driver;
        }

        Drivers = drivers;
    }

    private static ulong Hex(string digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Linux version (\d{1,3}\.\d{1,3})\.")]
    private static partial Regex Version();

    [GeneratedRegex(@"software IO TLB: mapped \[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\]")]
    private static partial Regex Pool();

    [GeneratedRegex(@"software IO TLB: area num (\d{1,4})\.")]
    private static partial Regex AreaCount();
}
