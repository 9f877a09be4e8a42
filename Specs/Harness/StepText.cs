using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Steps and results as people read them.</summary>
public static class StepText
{
    /// <summary>A call, in the form of the kernel's own.</summary>
    public static string Of(Step step) => step switch
    {
        InitStep => "init()",
        MapPageStep s => $"map_page({Dev(s)}, pfn {s.Pfn}, offset {s.Offset}, size {s.Size}, {Dir(s.Direction)}{Attrs(s.Attrs)})",
        UnmapPageStep s => $"unmap_page({Dev(s)}, {s.Dma}, size {s.Size}, {Dir(s.Direction)}{Attrs(s.Attrs)})",
        MapSgStep s => $"map_sg({Dev(s)}, [{List(s.Segments)}], {Dir(s.Direction)}{Attrs(s.Attrs)})",
        UnmapSgStep s => $"unmap_sg({Dev(s)}, #{s.Map}, {Dir(s.Direction)}{Attrs(s.Attrs)})",
        SyncSingleStep s => $"sync_single_for_{Side(s.ForCpu)}({Dev(s)}, {s.Dma}, size {s.Size}, {Dir(s.Direction)})",
        SyncSgStep s => $"sync_sg_for_{Side(s.ForCpu)}({Dev(s)}, #{s.Map}, {Dir(s.Direction)})",
        AllocStep s => $"alloc({Dev(s)}, size {s.Size}{Attrs(s.Attrs)})",
        FreeStep s => $"free({Dev(s)}, size {s.Size}, phys {s.Phys}, dma {s.Dma}{Attrs(s.Attrs)})",
        DmaSupportedStep s => $"dma_supported({Dev(s)}, mask 0x{s.Mask:x})",
        MappingErrorStep s => $"mapping_error({Dev(s)}, {s.Dma})",
        MmapStep s => $"mmap({Dev(s)}, phys {s.Phys}, dma {s.Dma}, size {s.Size})",
        GetSgTableStep s => $"get_sgtable({Dev(s)}, phys {s.Phys}, dma {s.Dma}, size {s.Size})",
        CpuFillStep s => $"cpu_fill(phys {s.Phys}, size {s.Size}, seed {s.Seed})",
        DeviceFillStep s => $"device_fill({Dev(s)}, {s.Dma}, size {s.Size}, seed {s.Seed})",
        CpuSumStep s => $"cpu_sum(phys {s.Phys}, size {s.Size})",
        DeviceSumStep s => $"device_sum({Dev(s)}, {s.Dma}, size {s.Size})",
        P2mStep s => $"p2m(pfn {s.Pfn}, count {s.Count})",
        SlotsInUseStep => "slots_in_use()",
        _ => step.GetType().Name,
    };

    /// <summary>An answer.</summary>
    public static string Of(StepResult? result) => result switch
    {
        null => "nothing recorded",
        Done => "return",
        Bug => "a breach of contract (BUG)",
        Hang => "a call that never returns",
        Faulted r => $"a fault: {r.Message}",
        Nonsense r => r.Message,
        NotRun => "not run: it stands on a call that failed",
        Failed r => $"rc {r.Rc}",
        PoolMade { Slabs: 0 } => "no pool",
        PoolMade r => $"a pool of {r.Slabs} slots at 0x{r.Start:x}..0x{r.End:x}",
        Mapped r => $"bus address 0x{r.Dma:x}",
        NotMapped => "mapping error",
        ListMapped { Segments.Length: 0 } => "failure, nothing mapped",
        ListMapped r => $"{r.Segments.Length} mapped: {Join(r.Segments, s => $"0x{s.Dma:x}+{s.Length}")}",
        Allocated r => $"memory at guest 0x{r.Phys:x}, bus 0x{r.Dma:x}",
        NotAllocated => "no memory",
        Supported r => r.Value ? "supported" : "not supported",
        IsMappingError r => r.Value ? "is an error" : "is no error",
        GuestFrames r => $"guest frames {Join(r.Pfns, p => $"0x{p:x}")}",
        MachineFrames r => $"machine frames {Join(r.Mfns, m => m is { } mfn ? $"0x{mfn:x}" : "none")}",
        SgTable r => $"segments {Join(r.Segments, s => $"0x{s.Phys:x}+{s.Length}")}",
        Sum r => $"sum 0x{r.Hash:x16}",
        SlotCount r => $"{r.Count} slots in use",
        _ => result.GetType().Name,
    };

    private static string Dev(DeviceStep step) => step.Device is { } device ? $"dev {device.ToString(CultureInfo.InvariantCulture)}" : "no dev";

    private static string Side(bool forCpu) => forCpu ? "cpu" : "device";

    private static string Dir(DmaDirection direction) => direction switch
    {
        DmaDirection.ToDevice => "to_device",
        DmaDirection.FromDevice => "from_device",
        DmaDirection.Bidirectional => "bidirectional",
        _ => "none",
    };

    private static string Attrs(DmaAttrs attrs) => attrs == DmaAttrs.None ? "" : $", attrs {attrs}";

    private static string List(ImmutableArray<ListEntry> entries) => Join(entries, e => $"{e.Phys}+{e.Length}");

    private static string Join<T>(ImmutableArray<T> items, System.Func<T, string> text)
    {
        const int shown = 8;
        string all = string.Join(", ", items.Take(shown).Select(text));
        return items.Length > shown ? $"{all}, ... ({items.Length} in all)" : all;
    }
}
