using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace XenDma.Power;

/// <summary>docs/power.md.</summary>
internal static class PowerPage
{
    private const int GoalMedian = 100;
    private const int GoalSteps = 6;

    internal static string Of(IReadOnlyList<Score> defects, IReadOnlyList<Score> twins, int seeds, int cases, ulong shrunkSeeds, double seconds)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # How soon the kit finds known mistakes

            Each [defect](defects.md) of the model that the contract forbids is switched on alone, and each broken twin among the sample implementations is run as it
            is, in campaigns of seeds 1 to {seeds} with up to {cases:N0} cases each, on machines of the platform that it can show on, judged by all invariants beside the contract.
            `dotnet run -c Release --project benchmarks/Power -- docs/power.md` measures it again and writes this page; it took {seconds / 60:F0} minutes of processor time, and a
            run that was ended goes on where it was. A test runs the first cases of seed 1 again and fails where the page is stale.

            `found` counts the seeds that found it. `median` and `most` are the cases until the first failure, that one included; `seed 1` is the same for
            that seed, `-` where it was not found. `steps` is the size of the shrunk scenario, init included: the median and the largest of up to {shrunkSeeds} seeds. `named by` tells
            the check that failed first, the most frequent first; `XD-MODEL` is the comparison with the model, which also sees crashes and endless loops.


            """);
        page.Append(Goals([.. defects, .. twins], cases));
        page.Append("\n## Defects\n\n").Append(Table(defects));
        page.Append("\n## Broken twins\n\n").Append(Table(twins));
        page.Append("\n## What no campaign is to find\n\nThe contract leaves the matter open, the call is misuse, which it does not define, or what goes wrong is no answer of the ops.\n\n| defect | why |\n|---|---|\n");
        foreach ((string name, string why) in OpenChoices.Reasons) page.Append($"| `{name}` | {why} |\n");
        return page.ToString();
    }

    private static string Goals(IReadOnlyList<Score> all, int cases)
    {
        string Row(string goal, IEnumerable<Score> missed)
        {
            string[] names = [.. missed.Select(static score => $"`{score.Subject.Name}`")];
            return $"| {goal} | {all.Count - names.Length} of {all.Count} | {string.Join(", ", names)} |\n";
        }

        return "| goal | met by | missed by |\n|---|---|---|\n"
            + Row(string.Create(CultureInfo.InvariantCulture, $"found in under {cases:N0} cases by every seed"), all.Where(static score => score.Found < score.Seeds))
            + Row($"median under {GoalMedian} cases", all.Where(static score => score.Median is not < GoalMedian))
            + Row($"shrunk to {GoalSteps} steps or fewer", all.Where(static score => score.MostSteps is not <= GoalSteps));
    }

    private static string Table(IReadOnlyList<Score> scores)
    {
        var table = new StringBuilder("| mistake | platform | found | median | most | seed 1 | steps | named by |\n|---|---|---|---|---|---|---|---|\n");
        foreach (Score score in scores)
        {
            string platforms = string.Join(", ", score.Subject.Platforms);
            string steps = score.Steps is { } median ? $"{median}, {score.MostSteps}" : "-";
            table.Append(CultureInfo.InvariantCulture, $"| `{score.Subject.Name}` | {platforms} | {score.Found} of {score.Seeds} | {Number(score.Median)} | {Number(score.Most)} | {Number(score.First)} | {steps} | {string.Join(", ", score.Checks)} |\n");
        }

        return table.ToString();
    }

    private static string Number(int? number) => number is { } some and > 0 ? some.ToString("N0", CultureInfo.InvariantCulture) : "-";
}
