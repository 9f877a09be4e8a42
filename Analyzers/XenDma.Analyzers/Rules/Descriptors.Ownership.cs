using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Ownership = "XenDma.Ownership";

    public static readonly DiagnosticDescriptor CpuReads = Create(
        "XDMA4001",
        "CPU reads a buffer that the device owns",
        "The memory of '{0}', mapped at {1}, is read here, but the device owns it: {2}",
        Ownership,
        DiagnosticSeverity.Warning,
        "Until a sync for the CPU or the unmap, what the device wrote may lie in a bounce buffer, or behind stale cache lines.");

    public static readonly DiagnosticDescriptor CpuWrites = Create(
        "XDMA4002",
        "CPU writes a buffer that the device owns",
        "The memory of '{0}', mapped at {1}, is written here, but the device owns it: {2}",
        Ownership,
        DiagnosticSeverity.Warning,
        "What the CPU writes after the map is not in the bounce buffer that the device reads, and is lost when the device's data is copied back.");

    public static readonly DiagnosticDescriptor NotSyncedBack = Create(
        "XDMA4003",
        "CPU wrote a buffer and did not sync it for the device",
        "The memory of '{0}' was written at {1}, and {2} without a sync for the device",
        Ownership,
        DiagnosticSeverity.Warning,
        "The device reads its bounce buffer, or memory behind the CPU's cache: without a sync it does not see the write.");

    public static readonly DiagnosticDescriptor SyncAgainstDirection = Create(
        "XDMA4004",
        "Sync that the mapping's direction makes wrong",
        "'{0}' is {1}: {2}",
        Ownership,
        DiagnosticSeverity.Info,
        "A sync against the direction copies nothing at best; at worst it overwrites what the device wrote.");

    public static readonly DiagnosticDescriptor NeverSynced = Create(
        "XDMA4005",
        "SkipCpuSync and no sync by hand",
        "'{0}' is {1} with SkipCpuSync, and {2} without a sync by hand",
        Ownership,
        DiagnosticSeverity.Warning,
        "SkipCpuSync leaves the copying to the driver: without a sync the data stays on the side on which it was written.");

    public static readonly DiagnosticDescriptor Overlap = Create(
        "XDMA4006",
        "Two live mappings overlap",
        "This mapping overlaps '{0}', mapped at {1} and still live, and the device may write one of them",
        Ownership,
        DiagnosticSeverity.Warning,
        "Each mapping has bounce slots of its own: whichever is synced last wins, and the data of the other is lost.");

    public static readonly DiagnosticDescriptor ReleasedInFlight = Create(
        "XDMA4007",
        "Released while the device may still write",
        "'{0}' is {1} here {2}, and nothing stopped the device",
        Ownership,
        DiagnosticSeverity.Warning,
        "A device that was too late for its driver is not done: it writes into memory that has a new owner by then.");
}
