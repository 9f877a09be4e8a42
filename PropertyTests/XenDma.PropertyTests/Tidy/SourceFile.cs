using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace XenDma.PropertyTests.Tidy;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Its path from the root, with forward slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>Its lines, without their ends.</summary>
    internal string[] Lines { get; } = Text.Split('\n');

    /// <summary>How many lines it has.</summary>
    internal int LineCount => Lines.Length - (Lines[^1].Length == 0 ? 1 : 0);

    /// <summary>Whether it is C#.</summary>
    internal bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>The C# text without comments and literals, line for line.</summary>
    internal string Code => _code ??= CommentsAndLiterals().Replace(Text, static match => string.Concat(match.Value.Where(static c => c == '\n')));

    /// <summary>The lines that a pattern matches, each as <c>file:line: text</c>.</summary>
    internal string[] Matches(Regex pattern) =>
        [.. Lines.Select((line, index) => (line, index)).Where(at => pattern.IsMatch(at.line)).Select(at => At(at.index, at.line.Trim()))];

    /// <summary>A finding.</summary>
    /// <param name="index">The line, from 0.</param>
    /// <param name="what">What there is.</param>
    internal string At(int index, string what) => $"{Path}:{index + 1}: {what}";

    /// <summary>Reads a file.</summary>
    internal static SourceFile Read(string root, string path) =>
        new(System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path));

    [GeneratedRegex("\"{3,}[\\s\\S]*?\"{3,}|//[^\n]*|/\\*[\\s\\S]*?\\*/|\\$?@\"(?:[^\"]|\"\")*\"|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.[^']*)'")]
    private static partial Regex CommentsAndLiterals();
}
