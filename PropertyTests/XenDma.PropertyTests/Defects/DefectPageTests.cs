using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using XenDma.PropertyTests.Tidy;
using Xunit;

namespace XenDma.PropertyTests.Defects;

/// <summary>docs/defects.md says what the code says: a stale page fails here, and the page as it should be lies beside it.</summary>
public sealed partial class DefectPageTests
{
    private static readonly Dictionary<string, string> Summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "XenDma.Model.xml"))
        .Descendants("member").Where(static member => member.Attribute("name")!.Value.StartsWith("P:XenDma.Semantics.", StringComparison.Ordinal))
        .ToDictionary(static member => member.Attribute("name")!.Value["P:XenDma.Semantics.".Length..], static member => Spaces().Replace(member.Element("summary")!.Value, " ").Trim());

    [Fact]
    public void The_page_lists_every_defect_of_the_model() => GeneratedPage.AssertHolds("defects.md", Table());

    [Fact]
    public void What_the_model_leaves_out_stands_there_with_a_reason()
    {
        string page = Repository.Files.Single(static file => file.Path == "docs/defects.md").Text;
        string[] left = [.. LeftOut().Matches(page[page.IndexOf("## Not in the model", StringComparison.Ordinal)..]).Select(static match => match.Groups[1].Value)];
        Assert.Equal(113, left.Length + Defect.All.Count(static defect => defect.Name != nameof(Semantics.LateInitReusesFreedBlock)));
        Assert.DoesNotContain(left, static name => Defect.Find(name) is not null);
    }

    private static string Table()
    {
        var lines = new List<string>
        {
            "| defect | the wrong decision | releases | commits | 4.18 | 6.1 | 6.12 | 6.14 | seen by |",
            "|---|---|---|---|---|---|---|---|---|",
        };
        foreach (Defect defect in Defect.All)
        {
            IEnumerable<string> has = Semantics.Releases.Select(release => defect.IsIn(release) ? "yes" : "");
            lines.Add($"| `{defect.Name}` | {Summaries[defect.Name]} | {defect.Releases} | {defect.Commits} | {string.Join(" | ", has)} | {SeenBy(defect)} |");
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string SeenBy(Defect defect) => !DefectTests.TellersByName().TryGetValue(defect.Name, out Func<Story>? tell)
        ? "a test of its own"
        : DefectSight.Of(tell().AnsweredBy(defect.Without), defect) switch
        {
            "contract" => "the model beside",
            "exact" => "exact comparison",
            var invariant => invariant!,
        };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex LeftOut();
}
