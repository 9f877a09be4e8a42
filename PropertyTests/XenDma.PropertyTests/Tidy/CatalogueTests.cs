using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using XenDma.Specs.Invariants;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>An invariant is a file, an entry in the catalogue, and a text that people can read.</summary>
public sealed partial class CatalogueTests
{
    private static readonly Type[] Types =
        [.. typeof(Invariant).Assembly.GetTypes().Where(static type => !type.IsAbstract && typeof(Invariant).IsAssignableFrom(type))];

    public static TheoryData<string> Ids => [.. Catalogue.All.Select(static invariant => invariant.Id)];

    [Fact]
    public void Every_invariant_is_in_the_catalogue_once() => Assert.Equal(
        Types.Select(static type => type.FullName).Order(StringComparer.Ordinal),
        Catalogue.All.Select(static invariant => invariant.GetType().FullName).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_file_that_declares_an_invariant_is_known()
    {
        IEnumerable<string> declared = Repository.Below("Specs/Invariants")
            .Where(static file => Derived().IsMatch(file.Code)).Select(static file => Path.GetFileNameWithoutExtension(file.Path));
        Assert.Equal(declared.Order(StringComparer.Ordinal), Types.Select(static type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_are_unique() => Assert.Distinct(Catalogue.All.Select(static invariant => invariant.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_invariant_can_be_read(string id)
    {
        Invariant invariant = Catalogue.Find(id)!;
        Assert.Matches(@"^XD-[A-Z][A-Z0-9]+-\d+$", invariant.Id);
        Assert.All([invariant.Title, invariant.Formula, invariant.Source], static text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.EndsWith(".", invariant.Statement, StringComparison.Ordinal);
        Assert.NotEqual(Capabilities.None, invariant.Needs);
        Assert.DoesNotContain('\n', invariant.Statement);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_invariant_has_a_file_of_its_own_that_names_its_id(string id)
    {
        string name = Catalogue.Find(id)!.GetType().Name;
        SourceFile file = Assert.Single(Repository.Below("Specs/Invariants"), file => Path.GetFileNameWithoutExtension(file.Path) == name);
        Assert.Contains($"/// <summary>{id}", file.Text, StringComparison.Ordinal);
        Assert.Single(Derived().Matches(file.Code));
    }

    [GeneratedRegex(@"\bclass\s+\w+(\([^)]*\))?\s*:\s*Invariant\b")]
    private static partial Regex Derived();
}
