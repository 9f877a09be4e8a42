using System;
using System.IO;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>A page of docs that code writes.</summary>
internal static class GeneratedPage
{
    /// <summary>Fails where the page, or its part between two markers, is not what it should be; then the page as it should be lies beside it.</summary>
    /// <param name="name">The file's name in docs.</param>
    /// <param name="owed">What the part should be.</param>
    internal static void AssertHolds(string name, string owed)
    {
        const string Begin = "<!-- generated -->\n", End = "<!-- end -->\n";
        string path = Path.Combine(Repository.Root, "docs", name), received = Path.ChangeExtension(path, ".received.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end >= begin, $"docs/{name}: the markers of the generated part are expected");
        string page = text[..(begin + Begin.Length)] + owed + text[end..];
        if (text != page) File.WriteAllText(received, page);
        else File.Delete(received);
        Assert.True(text == page, $"docs/{name} is stale: compare it with {Path.GetFileName(received)} beside it");
    }
}
