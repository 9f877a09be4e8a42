using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Tests.Infrastructure;

namespace XenDma.Analyzers.Tests.Shapes;

/// <summary>The drivers of this folder: one class for each rule and library shape in <c>Bad</c>, and one in <c>Good</c>.</summary>
internal static class ShapeCells
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Shapes");

    /// <summary>The shapes, in the order of the guide's columns.</summary>
    public static readonly string[] Shapes = ["Kernel", "StructBuffer", "ObjectBuffer", "StatusCodes", "Ixy"];

    /// <summary>Rules about code: those of contract files have no shape.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. AnalyzerRunner.Descriptors.Select(d => d.Id).Where(id => id[4] != '9')];

    /// <summary>The files of cells, as 'shape/file'.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Shapes.SelectMany(shape => Directory.GetFiles(Path.Combine(Root, shape), "*.cs"))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    /// <summary>Whole drivers, of libraries of these shapes and of the consumer API, as 'shape/file'.</summary>
    public static IReadOnlyList<string> Drivers { get; } = [.. Directory.GetFiles(Path.Combine(Root, "Drivers"), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Path.Combine(Root, "Drivers"), path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    /// <summary>What stands in a cell: the rules that its markers name in each class.</summary>
    public static ILookup<(string Shape, string Rule, bool IsBad), string> Markers { get; } = (from file in Files
                                                                                               from cell in Read(file)
                                                                                               select cell).ToLookup(cell => cell.Cell, cell => cell.Found);

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<((string Shape, string Rule, bool IsBad) Cell, string Found)> Read(string file)
    {
        foreach (var side in CSharpSyntaxTree.ParseText(Text(file), TestCompilation.ParseOptions).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
        {
            if (side.Identifier.Text is not ("Bad" or "Good"))
                continue;
            foreach (var cell in side.Members.OfType<ClassDeclarationSyntax>())
            {
                var ids = Infrastructure.Markers.Read(cell.ToFullString()).Select(marker => marker.Split(": ")[1]).Distinct();
                yield return ((file[..file.IndexOf('/', StringComparison.Ordinal)], cell.Identifier.Text, side.Identifier.Text == "Bad"), string.Join(" ", ids));
            }
        }
    }
}
