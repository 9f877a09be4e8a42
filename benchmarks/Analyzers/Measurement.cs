using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>
/// Measures one workload: the compilation to an assembly, and what each variant adds to the diagnostics of the same code. Not with
/// BenchmarkDotNet: it takes elapsed time, one benchmark to its end and then the next, so that ratios follow what else the machine
/// does meanwhile. Here the processor time of this process counts, each round measures everything once, and the median of the
/// rounds' ratios is told.
/// </summary>
internal static class Measurement
{
    /// <summary>The heads of the columns.</summary>
    public static string Head { get; } =
        "| code | lines | compilation |" + string.Concat(Variant.Compared.Select(variant => $" {variant.Name} |")) + " CA2000 : ours | found |\n"
        + "| --- | ---: | ---: |" + string.Concat(Variant.Compared.Select(_ => " ---: |")) + " ---: | ---: |";

    /// <summary>A row of the table; the first round only warms up.</summary>
    public static string Run(Workload workload, int rounds)
    {
        List<double> compiled = [];
        List<double[]> added = [];
        int found = 0;
        for (int round = 0; round <= rounds; round++)
        {
            double compilation = Time(() => Compile(workload));
            int errors = 0;
            double least = Time(() => errors = Analyze(workload, Variant.None));
            double[] costs = new double[Variant.Compared.Count];
            for (int i = 0; i < costs.Length; i++)
            {
                int all = 0;
                costs[i] = Time(() => all = Analyze(workload, Variant.Compared[i])) - least;
                found = i == 0 ? all - errors : found;
            }
            if (round == 0 && rounds > 0)
                continue;
            compiled.Add(compilation);
            added.Add(costs);
        }
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"| {workload.Name} | {workload.Lines:N0} | {Median(compiled):N0} ms |");
        for (int i = 0; i < Variant.Compared.Count; i++)
            row.Append(CultureInfo.InvariantCulture, $" {Median(added.Select((costs, round) => costs[i] / compiled[round])):P1} |");
        row.Append(CultureInfo.InvariantCulture, $" {Median(added.Select(costs => costs[2] / costs[0])):N1} | {found:N0} |");
        return row.ToString();
    }

    private static void Compile(Workload workload)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = Single(Compilations.Create(workload)).Emit(image, symbols);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(3)));
    }

    private static int Analyze(Workload workload, Variant variant)
    {
        CSharpCompilation compilation = Single(Compilations.Create(workload));
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            variant.Rules.ToDictionary(rule => rule, _ => ReportDiagnostic.Warn)));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var all = compilation.WithAnalyzers(variant.Analyzers, options).GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        return all.Any(one => one.Id == "AD0001") ? throw new InvalidOperationException(all.First(one => one.Id == "AD0001").ToString()) : all.Length;
    }

    private static CSharpCompilation Single(CSharpCompilation compilation) => compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));

    /// <summary>Milliseconds of processor time.</summary>
    private static double Time(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TimeSpan started = Processor();
        work();
        return (Processor() - started).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
