using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Lifetime = "XenDma.Lifetime";

    public static readonly DiagnosticDescriptor SyncOfUnmapped = Create(
        "XDMA1001",
        "Sync of an address that is not mapped",
        "'{0}' is synced here, but {1}",
        Lifetime,
        DiagnosticSeverity.Warning,
        "A sync copies between a bounce buffer and the driver's memory, or writes back and drops cache lines. After the unmap, or without a map, "
        + "those belong to someone else.");

    public static readonly DiagnosticDescriptor UnmapOfUnmapped = Create(
        "XDMA1002",
        "Unmap of an address that is not mapped on this path",
        "'{0}' is unmapped here, but nothing was mapped on this path",
        Lifetime,
        DiagnosticSeverity.Warning,
        "The unmap frees a slot of the bounce pool, or cache lines, that belong to someone else.");

    public static readonly DiagnosticDescriptor UnmappedTwice = Create(
        "XDMA1003",
        "Address unmapped twice",
        "'{0}' is unmapped here, but was unmapped at {1} already",
        Lifetime,
        DiagnosticSeverity.Warning,
        "Between the two unmaps the slot behind the address may have gone to another mapping, which the second one takes away.");

    public static readonly DiagnosticDescriptor MappingLeaked = Create(
        "XDMA1004",
        "Mapping not unmapped on every path",
        "'{0}' is mapped here, and {1}",
        Lifetime,
        DiagnosticSeverity.Warning,
        "A mapping that nobody unmaps keeps its slots of the bounce pool for ever; when the pool is full, every map of every "
        + "device fails.");

    public static readonly DiagnosticDescriptor AddressLost = Create(
        "XDMA1005",
        "Mapped address overwritten or discarded",
        "{0}, so that nothing can unmap it",
        Lifetime,
        DiagnosticSeverity.Warning,
        "Without its address a mapping cannot be unmapped: it keeps its slots of the bounce pool for ever.");

    public static readonly DiagnosticDescriptor UseAfterUnmap = Create(
        "XDMA1006",
        "Address used after its unmap",
        "'{0}' is used here, but was unmapped at {1}",
        Lifetime,
        DiagnosticSeverity.Warning,
        "A device that is given an address after its unmap reads or writes memory that belongs to someone else.");

    public static readonly DiagnosticDescriptor CoherentLeaked = Create(
        "XDMA1007",
        "Coherent memory not freed on every path",
        "'{0}' is allocated here, and {1}",
        Lifetime,
        DiagnosticSeverity.Warning,
        "Coherent memory that nobody frees keeps frames that were exchanged with the hypervisor, of which there are few.");

    public static readonly DiagnosticDescriptor CoherentAfterFree = Create(
        "XDMA1008",
        "Coherent memory used after it was freed, or freed twice",
        "'{0}' is {1} here, but was freed at {2}",
        Lifetime,
        DiagnosticSeverity.Warning,
        "After the free the frames go back to the hypervisor or to another owner.");
}
