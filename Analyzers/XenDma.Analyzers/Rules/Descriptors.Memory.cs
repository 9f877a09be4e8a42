using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Memory = "XenDma.Memory";

    public static readonly DiagnosticDescriptor StackMapped = Create(
        "XDMA6001",
        "Stack memory mapped",
        "'{0}' lies on the stack: it is gone, or another's, while the device still uses it",
        Memory,
        DiagnosticSeverity.Warning,
        "Stack memory need not be contiguous for the device, shares cache lines with the caller's variables, and ends with its method.");

    public static readonly DiagnosticDescriptor NotPinned = Create(
        "XDMA6002",
        "Managed memory mapped without being pinned",
        "'{0}' is managed memory, and {1}",
        Memory,
        DiagnosticSeverity.Warning,
        "The garbage collector moves what is not pinned; the device goes on writing where it was.");

    public static readonly DiagnosticDescriptor ReadOnlyMapped = Create(
        "XDMA6003",
        "Read-only data mapped for the device to write",
        "'{0}' is read-only data of the program, and is mapped {1}",
        Memory,
        DiagnosticSeverity.Warning,
        "Constant data lies in pages of the image that nobody may write, and that several processes may share.");

    public static readonly DiagnosticDescriptor LineShared = Create(
        "XDMA6004",
        "Mapped slice shares a cache line",
        "'{0}' covers bytes {1} to {2} of its buffer: the cache line at its {3} holds other data, which a sync {4}",
        Memory,
        DiagnosticSeverity.Info,
        "Caches are written back and dropped by lines of 64 bytes: what the CPU wrote beside the slice is lost, or overwrites what the device wrote.");
}
