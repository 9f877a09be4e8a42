using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>What must stand in no file.</summary>
public sealed partial class WordTests
{
    // The third stands in the header that the release tracking of the analyzers' own analyzers writes, the last names the schema of schemas.
    private static readonly string[] KnownSites =
    [
        "https://learn.microsoft.com/", "https://github.com/xendma/", "https://github.com/dotnet/roslyn-analyzers/", "https://json-schema.org/",
    ];

    [Fact]
    public void Nothing_is_left_for_later() => Repository.AssertNone(Repository.Files.SelectMany(static file => file.Matches(ForLater())));

    [Fact]
    public void Nothing_is_a_stub() => Repository.AssertNone(Repository.CSharp.SelectMany(static file => file.Matches(Stub())));

    [Fact]
    public void No_test_is_skipped() => Repository.AssertNone(Repository.CSharp.SelectMany(static file => file.Matches(Skipped())));

    [Fact]
    public void No_file_names_a_machine_s_folders() => Repository.AssertNone(Repository.Files.SelectMany(static file => file.Matches(MachinePath())));

    [Fact]
    public void Only_known_sites_are_linked() => Repository.AssertNone(
        from file in Repository.Files
        from line in file.Lines.Select(static (text, index) => (text, index))
        from Match match in Url().Matches(line.text)
        where !Array.Exists(KnownSites, site => match.Value.StartsWith(site, StringComparison.Ordinal))
        select file.At(line.index, match.Value));

    [Fact]
    public void White_space_is_plain() => Repository.AssertNone(Repository.CSharp.SelectMany(static file => file.Matches(OddSpace())));

    [Fact]
    public void Files_end_with_one_line_end() => Repository.AssertNone(Repository.CSharp
        .Where(static file => !file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal))
        .Select(static file => file.At(file.LineCount - 1, "one line end expected at the end of the file")));

    [Theory]
    [InlineData("see /ho" + "me/someone/x", true)]
    [InlineData("see C:" + @"\Users\x", true)]
    [InlineData("#!/usr/bin/env bash", false)]
    [InlineData("drivers/xen/swiotlb-xen.c", false)]
    [InlineData("recordings/tmp/x", false)]
    public void A_machine_s_folder_is_known_by_its_beginning(string text, bool expected) => Assert.Equal(expected, MachinePath().IsMatch(text));

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K])\b")]
    private static partial Regex ForLater();

    [GeneratedRegex(@"\bNotImplemented[E]xception\b")]
    private static partial Regex Stub();

    [GeneratedRegex(@"\bSkip\s*=(?![=>])")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"(?<![\w.*)}>!-])/(home|root|work|tmp|Users|mnt|opt|var|usr)/\w|\b[A-Z]:\\\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex("""\bhttps?://[^\s"'<>)`\]]*""")]
    private static partial Regex Url();

    [GeneratedRegex(@"\t|\r|[ \u00a0]$|\u00a0|\ufeff")]
    private static partial Regex OddSpace();
}
