using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XenDma.Samples.Broken.Exhibits;

/// <summary>What each broken driver shows when it runs, as a table.</summary>
public static class ExhibitTable
{
    /// <summary>Runs the drivers and prints a line for each.</summary>
    /// <param name="exhibits">The drivers.</param>
    /// <param name="inFull">Whether all that was seen is printed, and not its names alone.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Whether each broken driver was told by what it must show, and nothing was seen of any mended one.</returns>
    public static bool Print(IReadOnlyList<Exhibit> exhibits, bool inFull, TextWriter output)
    {
        int told = 0, silent = 0, width = AllExhibits.Titles.Max(static title => title.Length);
        output.WriteLine($"{"rule",-8}  {"what is wrong".PadRight(width)}  what is seen when it runs");
        foreach (Exhibit exhibit in exhibits)
        {
            IReadOnlyList<Observation> seen = exhibit.RunBroken(), left = exhibit.RunMended();
            if (exhibit.IsToldBy(seen)) told++;
            if (left.Count == 0) silent++;
            output.WriteLine($"{exhibit.Rule}  {exhibit.Title.PadRight(width)}  {Seen(exhibit, seen)}");
            if (!exhibit.IsToldBy(seen)) output.WriteLine($"  expected: {exhibit.Sees ?? "nothing"}");
            foreach (Observation one in left) output.WriteLine($"  mended, and still: {one.Text}");
            if (inFull) foreach (Observation one in seen) output.WriteLine($"  {one.Name}: {one.Text}");
        }

        if (!inFull)
        {
            foreach ((string rule, string title) in AllExhibits.ContractFiles) output.WriteLine($"{rule}  {title.PadRight(width)}  nothing: only a compiler reads contract files");
        }

        int reported = exhibits.Count(static exhibit => exhibit.WhyNot is null);
        output.WriteLine($"{told} of {exhibits.Count} as expected, {reported} of them reported by the checker under the rule's id; {silent} of {exhibits.Count} silent when mended");
        return told == exhibits.Count && silent == exhibits.Count;
    }

    private static string Seen(Exhibit exhibit, IReadOnlyList<Observation> seen)
    {
        string names = string.Join(" + ", seen.DistinctBy(static one => one.Name).OrderBy(one => one.Name != exhibit.Sees).Select(Name));
        return exhibit.WhyNot is null ? names : names.Length == 0 ? $"nothing: {exhibit.WhyNot}" : $"{names}: {exhibit.WhyNot}";
    }

    private static string Name(Observation one) => one.Rules.IsEmpty ? one.Name : $"{one.Name} ({string.Join(", ", one.Rules)})";
}
