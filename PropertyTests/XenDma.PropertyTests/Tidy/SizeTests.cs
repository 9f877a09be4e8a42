using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>Files and methods that a reader can hold in the head.</summary>
public sealed partial class SizeTests
{
    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 70;

    [Fact]
    public void Files_stay_short() => Repository.AssertNone(Repository.CSharp
        .Where(static file => file.LineCount > MaxFileLines)
        .Select(static file => file.At(MaxFileLines, $"{file.LineCount} lines: at most {MaxFileLines} expected")));

    [Fact]
    public void Methods_stay_short() => Repository.AssertNone(Repository.CSharp.SelectMany(LongBlocks));

    [Fact]
    public void A_long_method_is_found()
    {
        string body = string.Concat(Enumerable.Repeat("        Call();\n", MaxMethodLines + 1));
        string[] found = [.. LongBlocks(new SourceFile("A.cs", $"class A\n{{\n    void Long(\n        int a)\n    {{\n{body}    }}\n}}\n"))];
        Assert.Equal([$"A.cs:3: {MaxMethodLines + 1} lines: at most {MaxMethodLines} expected"], found);
    }

    /// <summary>By indentation, which is the same everywhere: a brace alone on its line opens a block, the next one as far in closes it.</summary>
    private static IEnumerable<string> LongBlocks(SourceFile file)
    {
        string[] lines = file.Lines;
        for (int open = 1; open < lines.Length; open++)
        {
            int indent = Indent(lines[open]);
            if (lines[open].Trim() != "{") continue;
            int head = open - 1;
            while (head > 0 && (lines[head].Length == 0 || Indent(lines[head]) > indent)) head--;
            if (TypeHead().IsMatch(lines[head])) continue;
            int close = Array.FindIndex(lines, open, line => Indent(line) == indent && line.TrimStart().StartsWith('}'));
            int length = close - open - 1;
            if (length > MaxMethodLines) yield return file.At(head, $"{length} lines: at most {MaxMethodLines} expected");
        }
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|readonly|partial|ref|unsafe|new)\s+)*(class|struct|record|interface|enum|namespace|extension)\b")]
    private static partial Regex TypeHead();
}
