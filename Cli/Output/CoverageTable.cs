using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using XenDma.Specs.Harness;

namespace XenDma.Cli.Output;

/// <summary>How often what scenarios can show occurred, a line for each kind, and what never did.</summary>
internal static class CoverageTable
{
    // What says most of how thoroughly an implementation was tried comes first; the rest follows by name.
    private static readonly string[] First = ["path", "list", "pressure", "failure", "layout", "direction", "attribute", "platform"];

    internal static void Print(IReadOnlyList<CampaignResult> campaigns)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string label, long count) in campaigns.SelectMany(static campaign => campaign.Labels)) counts[label] = counts.GetValueOrDefault(label) + count;
        Table table = Terminal.Table("coverage", "how often");
        foreach (IGrouping<string, KeyValuePair<string, long>> kind in counts.GroupBy(static label => KindOf(label.Key)).OrderBy(static kind => Place(kind.Key)))
        {
            string line = string.Join(", ", kind.Select(static label => $"{label.Key[(KindOf(label.Key).Length + 2)..]} {Number(label.Value)}"));
            table.AddRow(new Text(kind.Key), new Text(line));
        }

        Terminal.Console.Write(table);
        string[] never = [.. campaigns.SelectMany(static campaign => campaign.Unseen).Where(label => !counts.ContainsKey(label)).Distinct().Order(StringComparer.Ordinal)];
        if (never.Length > 0) Terminal.Line($"warning: never occurred, though it can: {string.Join("; ", never)}");
    }

    private static string KindOf(string label) => label[..label.IndexOf(": ", StringComparison.Ordinal)];

    private static int Place(string kind) => Array.IndexOf(First, kind) is var place and >= 0 ? place : First.Length;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
