using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Contracts = "XenDma.Contracts";

    public static readonly DiagnosticDescriptor ContractFileUnreadable = Create(
        "XDMA9001",
        "Contract file cannot be read",
        "The contract file cannot be read here: {0}",
        Contracts,
        DiagnosticSeverity.Warning,
        "A contract that cannot be read describes nothing: the misuse that it would find stays unseen.");

    public static readonly DiagnosticDescriptor ContractEntryUnusable = Create(
        "XDMA9002",
        "Contract entry that names no method, or a role that its signature cannot play",
        "The contract entry cannot be used: {0}",
        Contracts,
        DiagnosticSeverity.Warning,
        "The entry describes a method that is not there, or not as it is; the misuse that it would find stays unseen.");

    public static readonly DiagnosticDescriptor OptionUnusable = Create(
        "XDMA9003",
        "Option that cannot be used",
        "The option cannot be used: {0}",
        Contracts,
        DiagnosticSeverity.Warning,
        "A value that cannot be read changes nothing: the analyzers work as if it was not there.",
        WellKnownDiagnosticTags.CompilationEnd);
}
