using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Rules;

/// <summary>The table of all rules: one field each, in a file for each category.</summary>
internal static partial class Descriptors
{
    private const string Docs = "https://github.com/xendma/xendma/blob/main/docs/rules/";

    private static DiagnosticDescriptor Create(
        string id, string title, string message, string category, DiagnosticSeverity severity, string description, params string[] tags) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description, Docs + id + ".md", tags);
}
