using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Rules.Lifetime;

namespace XenDma.Analyzers.Rules;

/// <summary>All rules over the flow, in the order in which they may explain one mistake.</summary>
internal static class RuleTable
{
    public static readonly ImmutableArray<FlowRule> Flow = ImmutableArray.Create<FlowRule>(
        new SyncOfUnmapped());

    public static ImmutableArray<DiagnosticDescriptor> Descriptors
    {
        get
        {
            var all = ImmutableArray.CreateBuilder<DiagnosticDescriptor>();
            foreach (var rule in Flow)
                all.Add(rule.Descriptor);
            return all.ToImmutable();
        }
    }
}
