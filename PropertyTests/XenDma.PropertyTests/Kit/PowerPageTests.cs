using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using XenDma.Power;
using XenDma.PropertyTests.Tidy;
using Xunit;

namespace XenDma.PropertyTests.Kit;

/// <summary>docs/power.md says what the kit does: it names every known mistake, and the first cases of seed 1 come out as it says.</summary>
public sealed partial class PowerPageTests
{
    private const int FirstCases = 30;
    private const string Command = "dotnet run -c Release --project benchmarks/Power -- docs/power.md";

    private static readonly string Page = Repository.Files.Single(static file => file.Path == "docs/power.md").Text;

    [Fact]
    public void The_page_names_every_mistake()
    {
        Assert.Equal(Subjects.Defects.Select(static subject => subject.Name).Concat(Twins.Names), FirstOf.Keys);
        Assert.Equal(OpenChoices.Reasons, Reason().Matches(Page).ToDictionary(static row => row.Groups[1].Value, static row => row.Groups[2].Value));
    }

    [Fact]
    public void Every_defect_is_either_looked_for_or_has_a_reason() => Assert.Equal(
        Defect.All.Select(static defect => defect.Name), Subjects.Defects.Select(static subject => subject.Name).Concat(OpenChoices.Reasons.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_broken_twin_among_the_samples_is_looked_for() => Assert.Equal(
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "samples", "implementations"), "*-broken").Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
        Twins.Names);

    [Fact]
    public async Task The_first_cases_come_out_as_the_page_says()
    {
        (IReadOnlyList<Subject> twins, _) = await Twins.LoadAsync(); // Without a compiler those in C and Rust stay as they are.
        string[] stale =
        [
            .. from subjects in Subjects.Defects.Concat(twins).GroupBy(static subject => subject.Group)
               from sighting in Search.Run([.. subjects], seed: 1, FirstCases, shrinks: false)
               let listed = FirstOf[sighting.Subject]
               where sighting.Cases != (listed <= FirstCases ? listed : 0)
               orderby sighting.Subject
               select $"{sighting.Subject}: found in case {sighting.Cases} of the first {FirstCases} (0 = not), the page has {listed}",
        ];
        Assert.True(stale.Length == 0, $"docs/power.md is stale, '{Command}' writes it anew:\n{string.Join('\n', stale)}");
    }

    [Fact]
    public void What_has_a_reason_is_not_found()
    {
        IEnumerable<string> found =
            from subjects in OpenChoices.Reasons.Keys.Select(static name => Subjects.Of(Defect.Find(name)!)).GroupBy(static subject => subject.Group)
            from sighting in Search.Run([.. subjects], seed: 1, FirstCases, shrinks: false)
            where sighting.Cases > 0
            select $"{sighting.Subject}: {sighting.Check} in case {sighting.Cases} of seed 1";
        Repository.AssertNone(found);
    }

    private static Dictionary<string, int> FirstOf => Row().Matches(Page).ToDictionary(
        static row => row.Groups[1].Value,
        static row => row.Groups[2].Value == "-" ? int.MaxValue : int.Parse(row.Groups[2].Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\| `([\w-]+)` \| [^|]+ \| \d+ of \d+ \| [^|]+ \| [^|]+ \| ([\d,]+|-) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| `(\w+)` \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Reason();
}
