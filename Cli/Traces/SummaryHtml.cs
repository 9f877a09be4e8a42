using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using XenDma.Specs.Traces.Reading;
using XenDma.Specs.Traces.Summaries;

namespace XenDma.Cli.Traces;

/// <summary>A summary as one page of HTML with its pictures in it: nothing is fetched from anywhere.</summary>
internal static class SummaryHtml
{
    private const int Width = 900;
    private const int Height = 220;

    private const string Style = """
        body { font: 14px/1.45 system-ui, sans-serif; margin: 2em; max-width: 1100px; color: #1c2733; background: #fff }
        table { border-collapse: collapse } th, td { padding: .2em .6em; text-align: right; border-bottom: 1px solid #dde3ea }
        th:first-child, td:first-child, .l { text-align: left } svg { display: block; margin: .5em 0 1.5em } .d { fill: #4c9a6a } .b { fill: #d98032 } .f { fill: #b3372f }
        text { font: 12px system-ui, sans-serif; fill: #1c2733 }
        """;

    internal static string Of(string file, RecordedRun run, TraceSummary summary)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>DMA trace: ").Append(Text(file)).Append("</title><style>\n").Append(Style)
            .Append("\n</style></head><body>\n<h1>").Append(Text(file)).Append("</h1>\n<p>")
            .Append(Invariant($"{summary.Notes.Events:N0} events in {summary.Duration / 1e6:F1} s, Linux {Text(run.KernelVersion ?? "not known")}.")).Append("</p>\n");
        foreach (string note in summary.Notes.Words()) page.Append("<p>Note: ").Append(Text(note)).Append("</p>\n");
        page.Append("<h2>Slots of the pool in use</h2>\n");
        Timeline(page, summary, SummaryText.PoolSlots(run));
        page.Append("<h2>Mappings of each device: <span style=\"color:#4c9a6a\">direct</span>, <span style=\"color:#d98032\">bounced</span>, <span style=\"color:#b3372f\">failed</span></h2>\n");
        Bars(page, run, summary);
        Table(page, run, summary);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Timeline(StringBuilder page, TraceSummary summary, ulong? size)
    {
        IReadOnlyList<ulong> most = summary.Pool.Most;
        ulong top = Math.Max(1, summary.MostSlots);
        page.Append(Invariant($"<svg width=\"{Width}\" height=\"{Height + 24}\" role=\"img\" aria-label=\"slots in use over time\"><polyline fill=\"#f3d9bf\" stroke=\"#d98032\" points=\"0,{Height}"));
        for (int i = 0; i < most.Count; i++)
        {
            double x = Width * (double)i / Math.Max(1, most.Count), next = Width * (double)(i + 1) / Math.Max(1, most.Count), y = Height - (Height * ((double)most[i] / top));
            page.Append(Invariant($" {x:F1},{y:F1} {next:F1},{y:F1}"));
        }

        string of = size is { } slots ? Invariant($" of {slots:N0}") : "";
        page.Append(Invariant($" {Width},{Height}\"/><text x=\"4\" y=\"14\">most: {summary.MostSlots:N0}{of} slots</text>"))
            .Append(Invariant($"<text x=\"0\" y=\"{Height + 18}\">0 s</text><text x=\"{Width}\" y=\"{Height + 18}\" text-anchor=\"end\">{summary.Duration / 1e6:F1} s</text></svg>\n"));
    }

    private static void Bars(StringBuilder page, RecordedRun run, TraceSummary summary)
    {
        KeyValuePair<string, DeviceSummary>[] devices = [.. summary.Devices.Where(static device => device.Value.Maps > 0).OrderByDescending(static device => device.Value.Bounced)];
        double most = Math.Max(1, devices.Select(static device => device.Value.Maps).DefaultIfEmpty(1).Max());
        page.Append(Invariant($"<svg width=\"{Width + 80}\" height=\"{(devices.Length * 22) + 4}\" role=\"img\" aria-label=\"mappings of each device\">"));
        for (int i = 0; i < devices.Length; i++)
        {
            (string name, DeviceSummary device) = devices[i];
            string label = run.Drivers.GetValueOrDefault(name) is { Length: > 0 } driver ? $"{name} {driver}" : name;
            page.Append(Invariant($"<text x=\"0\" y=\"{(i * 22) + 15}\">{Text(label)}</text>"));
            double x = 220;
            foreach ((string color, long count) in new[] { ("d", device.Direct), ("b", device.Bounced), ("f", device.Failed) })
            {
                double width = (Width - 220) * (count / most);
                if (count > 0) page.Append(Invariant($"<rect class=\"{color}\" x=\"{x:F1}\" y=\"{(i * 22) + 3}\" width=\"{Math.Max(width, 0.5):F1}\" height=\"16\"><title>{count:N0}</title></rect>"));
                x += width;
            }

            page.Append(Invariant($"<text x=\"{x + 6:F1}\" y=\"{(i * 22) + 15}\">{device.Maps:N0}</text>"));
        }

        page.Append("</svg>\n");
    }

    private static void Table(StringBuilder page, RecordedRun run, TraceSummary summary)
    {
        page.Append("<table><tr><th>device</th><th class=\"l\">driver</th><th>maps</th><th>direct</th><th>bounced</th><th class=\"l\">why</th><th>failed</th><th>MiB</th><th>MiB copied</th>")
            .Append("<th>most slots</th><th>lifetime 50 %</th><th>99 %</th><th>alive at the end</th></tr>\n");
        foreach ((string name, DeviceSummary device) in summary.Devices)
        {
            page.Append(Invariant($"<tr><td>{Text(name)}</td><td class=\"l\">{Text(run.Drivers.GetValueOrDefault(name, ""))}</td><td>{device.Maps:N0}</td><td>{device.Direct:N0}</td>"))
                .Append(Invariant($"<td>{device.Bounced:N0}</td><td class=\"l\">{Text(SummaryText.Why(device))}</td><td>{device.Failed:N0}</td><td>{SummaryText.MiB(device.Bytes)}</td>"))
                .Append(Invariant($"<td>{SummaryText.MiB(device.Copied)}</td><td>{device.MostSlots:N0}</td><td>{SummaryText.Time(device.Lifetime(50))}</td>"))
                .Append(Invariant($"<td>{SummaryText.Time(device.Lifetime(99))}</td><td>{device.Alive:N0}</td></tr>\n"));
        }

        page.Append("</table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(Specs.Scenarios.OneLine.Of(text));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
