using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Rules;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>How long an analysis goes on after it was cancelled: at moments spread evenly over its run, elapsed time and the processor time of this
/// process. Elapsed time has in it what else the machine does, processor time what a collection of garbage does on other threads.</summary>
internal static class Cancellation
{
    /// <summary>The heads of the columns.</summary>
    public static string Head { get; } =
        "| code | lines | whole run | cancelled | elapsed: median, 95 of 100, most | processor: median, 95 of 100, most |\n| --- | ---: | ---: | ---: | ---: | ---: |";

    /// <summary>A row of the table.</summary>
    public static string Run(Workload workload, int moments)
    {
        // The first run compiles the code that is measured.
        _ = Run(workload, Timeout.InfiniteTimeSpan);
        TimeSpan whole = Run(workload, Timeout.InfiniteTimeSpan).Elapsed;
        (bool IsCancelled, TimeSpan Elapsed, TimeSpan Processor)[] runs = [.. Enumerable.Range(0, moments).Select(at => Run(workload, whole * at / moments)).Where(run => run.IsCancelled)];
        return string.Create(CultureInfo.InvariantCulture,
            $"| {workload.Name} | {workload.Lines:N0} | {whole.TotalMilliseconds:N0} ms | {runs.Length} times | {Spread(runs.Select(run => run.Elapsed))} | {Spread(runs.Select(run => run.Processor))} |");
    }

    /// <summary>What went by since the cancellation; of a run that is not cancelled, since its start.</summary>
    private static (bool IsCancelled, TimeSpan Elapsed, TimeSpan Processor) Run(Workload workload, TimeSpan after)
    {
        CSharpCompilation compilation = Compilations.Create(workload);
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        // What the compiler itself does at first is not ours to end.
        _ = compilation.GetDiagnostics();
        GC.Collect();
        using var cancel = new CancellationTokenSource();
        using var process = Process.GetCurrentProcess();
        long started = Stopwatch.GetTimestamp();
        TimeSpan worked = process.TotalProcessorTime;
        Task<ImmutableArray<Diagnostic>> run = Start(compilation.WithAnalyzers([new DmaFlowAnalyzer()], options), cancel.Token);
        if (!Task.WaitAll([run], after))
        {
            started = Stopwatch.GetTimestamp();
            process.Refresh();
            worked = process.TotalProcessorTime;
            cancel.Cancel();
        }
        Task.WaitAny(run);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        return (run.IsCanceled, elapsed, process.TotalProcessorTime - worked);
    }

    private static Task<ImmutableArray<Diagnostic>> Start(CompilationWithAnalyzers analysis, CancellationToken cancellation) =>
        Task.Run(() => analysis.GetAnalyzerDiagnosticsAsync(cancellation), CancellationToken.None);

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];
        return sorted.Length == 0 ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:N1}, {sorted[sorted.Length * 95 / 100]:N1}, {sorted[^1]:N1} ms");
    }
}
