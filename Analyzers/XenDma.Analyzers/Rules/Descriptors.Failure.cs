using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Failure = "XenDma.Failure";

    public static readonly DiagnosticDescriptor UncheckedMapping = Create(
        "XDMA2001",
        "Mapped address used without asking MappingError",
        "'{0}' is used here, but nobody {2} since it was mapped at {1}",
        Failure,
        DiagnosticSeverity.Warning,
        "A failed map returns an error value, which a device takes for an address like any other.");

    public static readonly DiagnosticDescriptor AddressCompared = Create(
        "XDMA2002",
        "Address compared with a constant in place of MappingError",
        "'{0}', mapped at {1}, is compared with {2}; only {3} tells whether it failed",
        Failure,
        DiagnosticSeverity.Warning,
        "The error value is the platform's own: 0 may be a good address, and a failed one need not be 0.");

    public static readonly DiagnosticDescriptor MapSgUnchecked = Create(
        "XDMA2003",
        "MapSg's result ignored or taken for a negative error",
        "{1} returns 0 for failure, and its result {0}",
        Failure,
        DiagnosticSeverity.Warning,
        "MapSg never returns a negative number: 0 entries mapped is its failure.");

    public static readonly DiagnosticDescriptor FailedMappingUsed = Create(
        "XDMA2004",
        "Failed mapping used",
        "'{0}' is {1} here, on the path on which its map at {2} failed",
        Failure,
        DiagnosticSeverity.Warning,
        "The error value stands for no mapping: to unmap or sync it frees or copies what belongs to someone else.");

    public static readonly DiagnosticDescriptor AllocationUnchecked = Create(
        "XDMA2005",
        "AllocCoherent's result used without a null check",
        "'{0}', allocated at {1}, is used here {2}",
        Failure,
        DiagnosticSeverity.Warning,
        "Coherent memory must be contiguous for the device and within its reach: in a Xen guest such allocations fail under "
        + "ordinary load.");

    public static readonly DiagnosticDescriptor MaskResultIgnored = Create(
        "XDMA2006",
        "Result of setting a DMA mask ignored",
        "The result of {0} is ignored: false says that the platform cannot serve this mask",
        Failure,
        DiagnosticSeverity.Warning,
        "A device whose mask was refused keeps the old one; addresses above it wrap or are cut.");
}
