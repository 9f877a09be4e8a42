using System;
using System.Linq;
using XenDma.Specs.Invariants;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>docs/invariants.md says what the catalogue says.</summary>
public sealed class InvariantPageTests
{
    [Fact]
    public void The_page_is_the_catalogue() => GeneratedPage.AssertHolds("invariants.md", string.Concat(Catalogue.All.Select(static invariant =>
        $"## {invariant.Id}: {invariant.Title}\n\n{invariant.Statement}\n\n```\n{invariant.Formula}\n```\n\nSource: {invariant.Source}. Needs: {invariant.Needs}.\n\n")));

    [Fact]
    public void The_readme_lists_every_invariant()
    {
        string readme = Repository.Files.Single(static file => file.Path == "README.md").Text;
        Repository.AssertNone(Catalogue.All.Where(invariant => !readme.Contains($"| {invariant.Id} |", StringComparison.Ordinal)).Select(static invariant => $"README.md: no row for {invariant.Id}"));
    }
}
