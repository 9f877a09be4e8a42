using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Agreement = "XenDma.Agreement";

    public static readonly DiagnosticDescriptor SizeDiffers = Create(
        "XDMA3001",
        "Size differs from the map's",
        "'{0}' was mapped as {1} bytes at {2}, and is unmapped as {3}",
        Agreement,
        DiagnosticSeverity.Warning,
        "The unmap gives back as many slots as its size says and copies as many bytes: too few leak, too many are someone else's.");

    public static readonly DiagnosticDescriptor DirectionDiffers = Create(
        "XDMA3002",
        "Direction differs from the map's",
        "'{0}' was mapped {1} at {2}, and is {3} {4}",
        Agreement,
        DiagnosticSeverity.Warning,
        "The direction decides which way bytes are copied and which cache lines are dropped: with another one data is lost.");

    public static readonly DiagnosticDescriptor DeviceDiffers = Create(
        "XDMA3003",
        "Device differs from the map's",
        "'{0}' was mapped for '{1}' at {2}, and is {3} for '{4}'",
        Agreement,
        DiagnosticSeverity.Warning,
        "Mappings belong to one device: its mask, its ops and its pool.");

    public static readonly DiagnosticDescriptor KindDiffers = Create(
        "XDMA3004",
        "Another kind of function than the map's",
        "'{0}' was mapped by {1} at {2}, and is given to {3}",
        Agreement,
        DiagnosticSeverity.Warning,
        "Single, page, scatter-gather and coherent memory have different ops, which need not be interchangeable.");

    public static readonly DiagnosticDescriptor CountIsResult = Create(
        "XDMA3005",
        "MapSg's result given where its count is asked for",
        "'{0}' is {4}'s result of {1}; {2} asks for the count that {4} was given, '{3}'",
        Agreement,
        DiagnosticSeverity.Warning,
        "MapSg may merge entries: its result is smaller than its count, and entries are left mapped or not synced.");

    public static readonly DiagnosticDescriptor ReadToCount = Create(
        "XDMA3006",
        "Scatter list read to its original count",
        "The addresses of '{0}' are read up to '{1}', the count that {3} was given at {2}; only as many as {3} returned are valid",
        Agreement,
        DiagnosticSeverity.Warning,
        "MapSg may merge entries: those beyond its result hold no addresses.");

    public static readonly DiagnosticDescriptor AttributesDiffer = Create(
        "XDMA3007",
        "Attributes differ between map and unmap",
        "'{0}' was mapped with SkipCpuSync at {1}, and is unmapped without",
        Agreement,
        DiagnosticSeverity.Info,
        "An unmap without SkipCpuSync copies the bounce buffer over what the CPU has written since.");

    public static readonly DiagnosticDescriptor SyncOutside = Create(
        "XDMA3008",
        "Sync reaches outside the mapped range",
        "'{0}' was mapped as {1} bytes at {2}, and this sync reaches {3}",
        Agreement,
        DiagnosticSeverity.Warning,
        "Beyond the mapping lie another mapping's slots, or cache lines that another device writes.");

    public static readonly DiagnosticDescriptor DirectionNone = Create(
        "XDMA3009",
        "Direction None",
        "Direction None is for debugging only: {0} asserts that it is not given",
        Agreement,
        DiagnosticSeverity.Error,
        "The kernel stops with BUG on DMA_NONE.");

    public static readonly DiagnosticDescriptor FreeDiffers = Create(
        "XDMA3010",
        "FreeCoherent disagrees with AllocCoherent",
        "{0}",
        Agreement,
        DiagnosticSeverity.Warning,
        "The free gives back as many frames as its size says, at the address that it is given.");
}
