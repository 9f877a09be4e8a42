using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Trust = "XenDma.Trust";

    public static readonly DiagnosticDescriptor DeviceUnchecked = Create(
        "XDMA7001",
        "Value of the device used without a check",
        "What the device wrote, read at {0}, is used as {1} with no check on the way",
        Trust,
        DiagnosticSeverity.Info,
        "A broken or hostile device writes what it likes; an index or a length of its own needs a bound.");

    public static readonly DiagnosticDescriptor DoubleFetch = Create(
        "XDMA7002",
        "Device's memory read twice, checked once",
        "This reads the device's memory again to use it as {0}; it was checked as read at {1}, and the device may have written since",
        Trust,
        DiagnosticSeverity.Info,
        "Between the check and the use the device may write another value, which nobody checked.");
}
