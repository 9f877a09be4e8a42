using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The comments '// expect: ID, ID' that say what each line must get.</summary>
internal static partial class Markers
{
    /// <summary>'line: id', sorted.</summary>
    public static IReadOnlyList<string> Read(string source)
    {
        var expected = new List<(int Line, string Id)>();
        string[] lines = source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            var marker = Marker().Match(lines[i]);
            if (marker.Success)
                expected.AddRange(marker.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Select(id => (i + 1, id)));
        }
        return [.. expected.Order().Select(e => $"{e.Line}: {e.Id}")];
    }

    [GeneratedRegex(@"//\s*expect:\s*(XDMA\d{4}(?:\s*,\s*XDMA\d{4})*)\s*$")]
    private static partial Regex Marker();
}
