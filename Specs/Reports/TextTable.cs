using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace XenDma.Specs.Reports;

/// <summary>A table in plain characters, for logs, test output and terminals alike: cells are wrapped at blanks so that it stays within a width.</summary>
/// <param name="columns">The head of each column.</param>
public sealed class TextTable(params IReadOnlyList<string> columns)
{
    /// <summary>The width of a table, in characters.</summary>
    public const int Width = 140;

    private const int NarrowestColumn = 8;

    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row, one cell a column.</summary>
    public void Add(params IReadOnlyList<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, columns.Count);
        _rows.Add(cells);
    }

    /// <summary>The lines of the table, each with its line end.</summary>
    public override string ToString()
    {
        int[] widths = Widths();
        var text = new StringBuilder();
        Rule('+');
        Row(columns);
        Rule('|');
        foreach (IReadOnlyList<string> row in _rows) Row(row);
        Rule('+');
        return text.ToString();

        void Rule(char corner) => text.Append(corner).AppendJoin('+', widths.Select(static width => new string('-', width + 2))).Append(corner).Append('\n');

        void Row(IReadOnlyList<string> cells)
        {
            string[][] lines = [.. cells.Select((cell, i) => Wrap(cell, widths[i]).ToArray())];
            for (int line = 0; line < lines.Max(static cell => cell.Length); line++)
                text.Append("| ").AppendJoin(" | ", lines.Select((cell, i) => (line < cell.Length ? cell[line] : "").PadRight(widths[i]))).Append(" |\n");
        }
    }

    /// <summary>Each column as wide as its widest cell; where that is too much, the widest give way.</summary>
    private int[] Widths()
    {
        int[] widths = [.. columns.Select((head, i) => _rows.Select(row => row[i].Length).Append(head.Length).Max())];
        for (int spare = Width - (3 * widths.Length) - 1 - widths.Sum(); spare < 0; spare++)
        {
            int widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= NarrowestColumn) break;
            widths[widest]--;
        }

        return widths;
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            int blank = text.LastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            yield return text[..end].TrimEnd();
            text = text[end..].TrimStart();
        }

        yield return text;
    }
}
