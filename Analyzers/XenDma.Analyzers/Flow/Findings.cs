using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>The diagnostics of one method, each place and rule once.</summary>
internal sealed class Findings
{
    private readonly HashSet<(string Id, Location Place)> _seen = [];
    private readonly List<Diagnostic> _all = [];

    public IReadOnlyList<Diagnostic> All => _all;

    public void Add(Finding finding)
    {
        var place = finding.At.Syntax.GetLocation();
        if (!_seen.Add((finding.Rule.Id, place)))
            return;
        var others = new List<Location>();
        foreach (var other in finding.Others)
        {
            if (other is not null)
                others.Add(other.Syntax.GetLocation());
        }
        _all.Add(Diagnostic.Create(finding.Rule, place, others, finding.Properties, finding.Arguments));
    }
}

/// <summary>One violation: the rule, the place, the places that explain it.</summary>
internal sealed class Finding(DiagnosticDescriptor rule, IOperation at, params object?[] arguments)
{
    public DiagnosticDescriptor Rule { get; } = rule;

    public IOperation At { get; } = at;

    public object?[] Arguments { get; } = arguments;

    public IReadOnlyList<IOperation?> Others { get; init; } = [];

    /// <summary>What the code fix needs to know.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;
}
