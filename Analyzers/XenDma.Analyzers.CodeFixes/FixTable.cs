using System.Collections.Immutable;
using System.Linq;
using XenDma.Analyzers.CodeFixes.Addresses;
using XenDma.Analyzers.CodeFixes.Agreement;
using XenDma.Analyzers.CodeFixes.Failures;
using XenDma.Analyzers.CodeFixes.Lifetime;
using XenDma.Analyzers.CodeFixes.Ownership;
using XenDma.Analyzers.CodeFixes.Trust;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>All fixes; a rule has at most one.</summary>
internal static class FixTable
{
    private static readonly ImmutableArray<Fix> All =
    [
        new SyncOfUnmappedFix(),
        new RemoveCallFix(),
        new LeakFix(),
        new AddressLostFix(),
        new UncheckedResultFix(),
        new AddressComparedFix(),
        new IgnoredResultFix(),
        new UseMapsArgumentFix(),
        new KindDiffersFix(),
        new ReadToCountFix(),
        new SyncBeforeUseFix(),
        new WriteFix(),
        new RemoveSyncFix(),
        new SkippedSyncFix(),
        new KeepWideFix(),
        new WidenFirstFix(),
        new MapItFix(),
        new CallApiFix(),
        new ReadOnceFix(),
    ];

    private static readonly ImmutableDictionary<string, Fix> ByRule =
        All.SelectMany(fix => fix.Ids.Select(id => (id, fix))).ToImmutableDictionary(one => one.id, one => one.fix);

    /// <summary>The rules that have a fix.</summary>
    public static ImmutableArray<string> Ids { get; } = [.. ByRule.Keys.OrderBy(id => id, System.StringComparer.Ordinal)];

    /// <summary>The fix of a rule that has one.</summary>
    public static Fix Of(string id) => ByRule[id];
}
