using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Reads a result, with the cursor on its object.</summary>
internal delegate StepResult ResultParser(ref JsonCursor at);

/// <summary>The form of an op: its arguments, the step that they make, what it can answer.</summary>
internal sealed class StepForm
{
    private static readonly StepForm[] All =
    [
        new("map_page", "dev pfn offset size dir attrs", ResultParsers.MapPage,
            static a => new MapPageStep(a.Device, a.Pfn, a.Offset, a.Size, a.Direction, a.Attrs)),
        new("unmap_page", "dev dma size dir attrs", ResultParsers.Done,
            static a => new UnmapPageStep(a.Device, a.Dma, a.Size, a.Direction, a.Attrs)),
        new("cpu_fill", "phys size seed", null, static a => new CpuFillStep(a.Phys, a.Size, a.Seed)),
        new("cpu_sum", "phys size", ResultParsers.Sum, static a => new CpuSumStep(a.Phys, a.Size), canBug: false),
        new("device_fill", "dev dma size seed", null, static a => new DeviceFillStep(a.Device, a.Dma, a.Size, a.Seed)),
        new("device_sum", "dev dma size", ResultParsers.Sum, static a => new DeviceSumStep(a.Device, a.Dma, a.Size), canBug: false),
        new("map_sg", "dev segments dir attrs", ResultParsers.MapSg, static a => new MapSgStep(a.Device, a.Segments, a.Direction, a.Attrs)),
        new("unmap_sg", "dev map dir attrs", ResultParsers.Done, static a => new UnmapSgStep(a.Device, a.Map, a.Direction, a.Attrs)),
        new("sync_single_for_cpu", "dev dma size dir", ResultParsers.Done,
            static a => new SyncSingleStep(a.Device, a.Dma, a.Size, a.Direction, ForCpu: true)),
        new("sync_single_for_device", "dev dma size dir", ResultParsers.Done,
            static a => new SyncSingleStep(a.Device, a.Dma, a.Size, a.Direction, ForCpu: false)),
        new("sync_sg_for_cpu", "dev map dir", ResultParsers.Done, static a => new SyncSgStep(a.Device, a.Map, a.Direction, ForCpu: true)),
        new("sync_sg_for_device", "dev map dir", ResultParsers.Done,
            static a => new SyncSgStep(a.Device, a.Map, a.Direction, ForCpu: false)),
        new("alloc", "dev size attrs", ResultParsers.Alloc, static a => new AllocStep(a.Device, a.Size, a.Attrs)),
        new("free", "dev size phys dma attrs", ResultParsers.Done, static a => new FreeStep(a.Device, a.Size, a.Phys, a.Dma, a.Attrs)),
        new("p2m", "pfn count", ResultParsers.P2m, static a => new P2mStep(a.Pfn, a.Count), canBug: false),
        new("slots_in_use", "", ResultParsers.SlotsInUse, static _ => new SlotsInUseStep(), canBug: false),
        new("mapping_error", "dev dma", ResultParsers.MappingError, static a => new MappingErrorStep(a.Device, a.Dma)),
        new("dma_supported", "dev mask", ResultParsers.DmaSupported, static a => new DmaSupportedStep(a.Device, a.Mask)),
        new("mmap", "dev phys dma size", ResultParsers.Mmap, static a => new MmapStep(a.Device, a.Phys, a.Dma, a.Size)),
        new("get_sgtable", "dev phys dma size", ResultParsers.GetSgTable, static a => new GetSgTableStep(a.Device, a.Phys, a.Dma, a.Size)),
        new("init", "", ResultParsers.Init, static _ => new InitStep()),
    ];

    private readonly byte[] _op;

    private StepForm(string op, string arguments, ResultParser? result, Func<StepArguments, Step> make, bool canBug = true)
    {
        _op = Encoding.UTF8.GetBytes(op);
        Op = op;
        Keys = new KeySet(["op", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], result is null ? [] : ["result"]);
        Result = result;
        Make = make;
        CanBug = canBug;
    }

    /// <summary>The op's name.</summary>
    internal string Op { get; }

    /// <summary>The keys that such a step has.</summary>
    internal KeySet Keys { get; }

    /// <summary>Reads the result; null for an op that answers nothing.</summary>
    internal ResultParser? Result { get; }

    /// <summary>Whether the implementation runs such a call, and so can find a breach in it.</summary>
    internal bool CanBug { get; }

    /// <summary>Makes the step of its arguments.</summary>
    internal Func<StepArguments, Step> Make { get; }

    /// <summary>The names of all ops.</summary>
    internal static IEnumerable<string> Ops => All.Select(static form => form.Op);

    /// <summary>The form of the op of this name, or null.</summary>
    internal static StepForm? Find(ReadOnlySpan<byte> op)
    {
        foreach (StepForm form in All)
        {
            if (op.SequenceEqual(form._op)) return form;
        }

        return null;
    }
}
