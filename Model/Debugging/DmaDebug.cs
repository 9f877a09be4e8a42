using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Debugging;

/// <summary>Checks what a driver does with the DMA API: stands around any other ops, passes each call on, and reports misuse.</summary>
/// <remarks>Mirrors CONFIG_DMA_API_DEBUG, kernel/dma/debug.c of Linux 6.1, whatever release the ops within follow. It never changes what a
/// call does. A report names the call and the mapping that it contradicts. Where this differs from the kernel is told in
/// docs/debugging.md. Not for use by several threads at once.</remarks>
public sealed partial class DmaDebug : IDmaOps, IPoolInspection
{
    private static readonly Device NoDevice = new("NULL", new DeviceTraits());

    private readonly Dictionary<Device, MappingTable> _tables = [];
    private readonly List<MemoryArea> _areas = [];
    private readonly DmaDebugOptions _options;
    private readonly CacheLines _lines;
    private readonly ReportLog _log;
    private readonly IDmaOps _inner;
    private long _calls;

    /// <summary>Puts a checker around ops; give it to devices in their place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative, or no cache line has that size.</exception>
    public DmaDebug(IDmaOps inner, DmaDebugOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _options = options ?? new DmaDebugOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxReports, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxLiveMappings, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.CacheLineShift, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.CacheLineShift, XenPage.Shift, nameof(options));
        _lines = _options.Semantics.OverlapPerPage ? new CacheLines(XenPage.Shift, countsReaders: true) : new CacheLines(_options.CacheLineShift);
        _log = new ReportLog(_options.MaxReports);
    }

    /// <summary>What the next calls' sites are called: set it to a step, or a file and line, to find them again in reports.</summary>
    public string? Site { get; set; }

    /// <summary>Whether anything is still checked; false for good once the live mappings passed their bound.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>The first reports, in order.</summary>
    public IReadOnlyList<MisuseReport> Reports => _log.Kept;

    /// <summary>The number of all reports, of those not kept as well (error_count).</summary>
    public long ReportCount => _log.Total;

    /// <summary>Calls that may mean several mappings at one place and agree with none in all: not judged.</summary>
    public long UndecidedCount { get; private set; }

    /// <summary>The number of live mappings; a mapped list counts once for each mapped entry.</summary>
    public int LiveCount { get; private set; }

    /// <summary>The number of reports of one kind, of those not kept as well.</summary>
    public long CountOf(Misuse misuse) => _log[misuse];

    /// <summary>The live mappings of a device (debugfs dma-api/dump).</summary>
    /// <param name="device">The device; null = mappings made without one.</param>
    public IReadOnlyList<LiveMapping> LiveMappings(Device? device) => _tables.TryGetValue(device ?? NoDevice, out MappingTable? table) ? [.. table.All] : [];

    /// <summary>Tells what lies somewhere in guest memory, so that mapping it is reported.</summary>
    public void Declare(MemoryArea area) => _areas.Add(area);

    /// <summary>Takes back what <see cref="Declare"/> told: the stack is gone.</summary>
    /// <returns>Whether it had been told.</returns>
    public bool Withdraw(MemoryArea area) => _areas.Remove(area);

    /// <summary>A driver lets go of its device: mappings that still live are reported, their count and the latest of them.</summary>
    /// <remarks>dma_debug_device_change. As in the kernel they stay live: they are reported again next time.</remarks>
    /// <returns>The count.</returns>
    public int ReleaseDevice(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        DmaCall call = new() { Name = "release", Site = NextSite(), Direction = DmaDirection.None };
        if (!_tables.TryGetValue(device, out MappingTable? table) || table.Count == 0) return 0;
        LiveMapping latest = table.All.MaxBy(static mapping => mapping.Site.Number)!;
        Report(Misuse.ReleasesDeviceWithLiveMappings, device, call, latest, (ulong)table.Count);
        return table.Count;
    }

    private CallSite NextSite() => new(++_calls, Site);

    private MappingTable TableOf(Device? device)
    {
        if (!_tables.TryGetValue(device ?? NoDevice, out MappingTable? table)) _tables.Add(device ?? NoDevice, table = new MappingTable(_options));
        return table;
    }

    private void Report(Misuse misuse, Device? device, in DmaCall call, LiveMapping? mapping = null, ulong detail = 0) =>
        _log.Add(new MisuseReport(misuse, device, call, mapping, detail));

    /// <summary>add_dma_entry.</summary>
    private void Enter(LiveMapping mapping, in DmaCall call, DmaAttrs attrs)
    {
        if (!IsActive) return;
        if (LiveCount == _options.MaxLiveMappings)
        {
            IsActive = false;
            LiveCount = 0;
            _tables.Clear();
            _lines.Clear();
            _owned.Clear();
            return;
        }

        LiveCount++;
        bool isSkipped = (attrs & DmaAttrs.SkipCpuSync) != 0;
        TableOf(mapping.Device).Add(mapping);
        // Registers are no memory of the CPU's: it caches no line of them, and nobody owns them.
        if (mapping.Kind == MappingKind.Resource) return;
        LiveMapping? earlier = _lines.Add(mapping);
        bool isTold = !_options.Semantics.OverlapNeverReported && (!isSkipped || _options.Semantics.OverlapReportedForSkipped);
        if (earlier is not null && isTold) Report(Misuse.OverlapsActiveMapping, mapping.Device, call, earlier);
        if (mapping.Kind == MappingKind.Coherent) return;
        _owned.Add(mapping);
        if (!isSkipped) return;
        mapping.CpuOwned = new ByteRanges();
        mapping.CpuOwned.Add(0, mapping.Size);
    }
}
