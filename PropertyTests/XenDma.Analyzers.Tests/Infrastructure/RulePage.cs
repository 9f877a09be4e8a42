using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The page of one rule, with its examples.</summary>
internal sealed partial class RulePage
{
    private RulePage(string text) => Text = text;

    public string Text { get; }

    /// <summary>The C# examples under the heading, in order, each with the contract file or the .editorconfig that stands before it.</summary>
    public IReadOnlyList<(string Source, string? Contract, string? Config)> Examples(string heading)
    {
        var section = new Regex($@"^## {heading}\s*$(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Match(Text);
        var examples = new List<(string, string?, string?)>();
        foreach (Match fence in Fence().Matches(section.Groups[1].Value))
        {
            string? File(string kind) => fence.Groups[1].Value == kind ? fence.Groups[2].Value : null;
            examples.Add((fence.Groups[3].Value, File("json"), File("editorconfig")));
        }
        return examples;
    }

    public static RulePage? Find(string id)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "docs", "rules", id + ".md");
        return File.Exists(file) ? new RulePage(File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal)) : null;
    }

    [GeneratedRegex("(?:^```(json|editorconfig)\n(.*?)^```\\s*)?^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
