using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Spectre.Console;
using XenDma.Cli.Output;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma replay FILE...</c>: runs scenarios and compares what they answer with what was recorded.</summary>
internal static class ReplayCommand
{
    internal static Command Make()
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Scenarios: .json, .jsonl, .jsonl.gz." };
        var impl = new Option<string>("--impl") { DefaultValueFactory = static _ => "model", Description = "What to run: model, FILE.so or FILE.dll[:Type]." };
        Option<bool> isolate = IsolateOption.Make();
        var mode = new Option<ReplayMode>("--mode")
        {
            DefaultValueFactory = static _ => ReplayMode.Exact,
            Description = "exact: every result is equal, slots and all; contract: equal up to what the contract leaves open.",
        };
        mode.AcceptOnlyFromAmong("exact", "contract");
        Option<string[]> spec = SpecOption.Make("Invariants that judge as well, by id, with --mode contract; repeatable.");
        var command = new Command("replay", "Replays recorded scenarios on an implementation.") { files, impl, isolate, mode, spec };
        command.SetAction((parsed, cancellation) => System.Threading.Tasks.Task.FromResult(Run(
            parsed.GetValue(files)!,
            new ReplayRequest(
                Implementations.Find(parsed.GetValue(impl)!, parsed.GetValue(isolate)), parsed.GetValue(mode), SpecOption.Invariants(parsed.GetValue(spec) ?? [])),
            cancellation)));
        return command;
    }

    private static int Run(string[] files, ReplayRequest request, CancellationToken cancellation)
    {
        if (request.Mode == ReplayMode.Exact && request.Invariants.Count > 0)
            throw new UsageException("--spec: invariants judge with --mode contract; exact compares with what was recorded alone");
        Table table = Terminal.Table("file", "scenarios", request.Mode.ToString().ToLowerInvariant(), "results compared", "verdict");
        bool held = true;
        List<FileReplay> replays = [];
        foreach (string file in files)
        {
            if (!File.Exists(file)) throw new UsageException($"{file}: {(Directory.Exists(file) ? "a folder, no file" : "no such file")}");
            replays.Add(FileReplay.Run(file, request, cancellation));
        }

        (request.Implementation as IDisposable)?.Dispose();

        foreach (FileReplay replay in replays)
        {
            held &= replay.Held;
            table.AddRow(
                new Text(replay.File),
                new Text(Number(replay.Scenarios)),
                new Text(replay.PassedText),
                new Text(Number(replay.Compared)),
                new Text(replay.Verdict.ToString()));
        }

        Terminal.Console.Write(table);
        foreach (string note in replays.SelectMany(static replay => replay.Notes).Take(20)) Terminal.Line(note);
        if (cancellation.IsCancellationRequested) Terminal.Line("stopped early: what is not listed was not replayed");
        return held && !cancellation.IsCancellationRequested ? ExitStatus.Held : ExitStatus.DidNotHold;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
