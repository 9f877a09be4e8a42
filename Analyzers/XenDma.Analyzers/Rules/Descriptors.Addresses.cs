using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Addresses = "XenDma.Addresses";

    public static readonly DiagnosticDescriptor Narrowed = Create(
        "XDMA5001",
        "Address narrowed to 32 bits",
        "'{0}' is a {1} address of 64 bits, and is narrowed to {2} here",
        Addresses,
        DiagnosticSeverity.Warning,
        "A machine frame may lie anywhere, also where the guest has little memory: the upper half of its address is not 0.");

    public static readonly DiagnosticDescriptor ShiftedNarrow = Create(
        "XDMA5002",
        "Frame number shifted before it was widened",
        "'{0}' makes an address of a frame number in 32 bits: frames above 4 GiB lose their upper bits",
        Addresses,
        DiagnosticSeverity.Warning,
        "A shift is computed in the width of its left operand; widening the result afterwards brings nothing back.");

    public static readonly DiagnosticDescriptor SpacesMixed = Create(
        "XDMA5003",
        "Guest address used as a bus address, or the reverse",
        "'{0}' is a {1} address, and is used as a {2} address here",
        Addresses,
        DiagnosticSeverity.Warning,
        "In a Xen guest the two are different numbers: only a map call translates between them.");

    public static readonly DiagnosticDescriptor LeavesMapping = Create(
        "XDMA5004",
        "Arithmetic leaves the mapping",
        "'{0}' was mapped as {1} bytes at {2}, and '{3}' is {4} bytes from its start",
        Addresses,
        DiagnosticSeverity.Warning,
        "Neighbouring guest frames are not neighbours on the bus: behind the mapping lies somebody else's memory.");

    public static readonly DiagnosticDescriptor AboveLimit = Create(
        "XDMA5005",
        "Mapping larger than a bounce pool can hold",
        "{0} bytes are mapped at once; a bounce buffer holds {1} at most, and nobody asks MaxMappingSize",
        Addresses,
        DiagnosticSeverity.Info,
        "Whatever must bounce is copied to one run of slots, at most 128 slots of 2 KiB: a larger mapping fails where it must bounce.");

    public static readonly DiagnosticDescriptor OpsTaken = Create(
        "XDMA5006",
        "Ops taken from the device",
        "'{0}' goes around the dispatching API, which under Xen chooses the Xen ops",
        Addresses,
        DiagnosticSeverity.Warning,
        "A device's own ops know nothing of machine frames: the addresses that they give are the guest's.");
}
