using System;
using Spectre.Console;

namespace XenDma.Cli.Output;

/// <summary>What people see: tables and lines, plain where nobody watches.</summary>
internal static class Terminal
{
    private const int WidthInLogs = 140;

    /// <summary>The console; as wide as a log line where the output goes to a file or a pipe.</summary>
    internal static IAnsiConsole Console { get; } = MakeConsole();

    /// <summary>Whether somebody watches the progress.</summary>
    internal static bool IsWatched => !System.Console.IsErrorRedirected && Environment.GetEnvironmentVariable("CI") is null;

    /// <summary>A line, never broken: it may hold a path or a command to copy.</summary>
    internal static void Line(string text) => System.Console.Out.WriteLine(text);

    internal static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(System.Console.IsOutputRedirected ? TableBorder.Ascii2 : TableBorder.Rounded);
        foreach (string column in columns) table.AddColumn(new TableColumn(new Text(column)));
        return table;
    }

    /// <summary>A stage of long work begins: a line in a log, progress on a terminal.</summary>
    internal static void Stage(string text)
    {
        if (IsWatched) Progress(text);
        else Line(text);
    }

    /// <summary>Progress on a terminal; it leaves no trace.</summary>
    internal static void Progress(string text)
    {
        if (IsWatched) System.Console.Error.Write($"\r{text,-78}");
    }

    internal static void EndProgress()
    {
        if (IsWatched) System.Console.Error.Write($"\r{"",-78}\r");
    }

    private static IAnsiConsole MakeConsole()
    {
        IAnsiConsole console = AnsiConsole.Console;
        if (System.Console.IsOutputRedirected) console.Profile.Width = WidthInLogs;
        return console;
    }
}
