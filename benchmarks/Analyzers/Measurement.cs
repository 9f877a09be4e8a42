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
    /// <summary>More files than the corpus has, so that all code has run once.</summary>
    private const int WarmUpFiles = 60;

    private static readonly int CA2000 = Variant.Compared.ToList().FindIndex(variant => variant.Name == nameof(CA2000));

    /// <summary>The heads of the columns.</summary>
    public static string Head { get; } =
        "| code | lines | compilation |" + string.Concat(Variant.Compared.Select(variant => $" {variant.Name} |")) + " CA2000 : ours | found |\n"
        + "| --- | ---: | ---: |" + string.Concat(Variant.Compared.Select(_ => " ---: |")) + " ---: | ---: |";

    /// <summary>A row of the table; before the first round some of the files are gone through to warm up.</summary>
    public static string Run(Workload workload, int rounds)
    {
        List<double> compiled = [];
        List<double[]> added = [];
        int found = 0;
        // The compiler keeps the symbols of referenced assemblies as long as some compilation has them: without one that lasts, whoever
        // comes after a collection would read them again, which is more than most of what is measured.
        CSharpCompilation lasting = Compilations.Create(workload.Part(1));
        _ = lasting.Assembly;
        Round(workload.Part(WarmUpFiles));
        for (int round = 0; round < rounds; round++)
        {
            (double compilation, double[] costs, found) = Round(workload);
            compiled.Add(compilation);
            added.Add(costs);
        }
        GC.KeepAlive(lasting);
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"| {workload.Name} | {workload.Lines:N0} | {Median(compiled):N0} ms |");
        for (int i = 0; i < Variant.Compared.Count; i++)
            row.Append(CultureInfo.InvariantCulture, $" {Median(added.Select((costs, round) => costs[i] / compiled[round])):P1} |");
        row.Append(CultureInfo.InvariantCulture, $" {Median(added.Select(costs => costs[CA2000] / costs[0])):N1} | {found:N0} |");
        return row.ToString();
    }

    /// <summary>The compilation's milliseconds, what each variant adds to the least, and how much ours finds.</summary>
    private static (double Compilation, double[] Costs, int Found) Round(Workload workload)
    {
        double compilation = Time(() => Compile(workload));
        int errors = 0;
        double least = Time(() => errors = Analyze(workload, Variant.None));
        double[] costs = new double[Variant.Compared.Count];
        int found = 0;
        for (int i = 0; i < costs.Length; i++)
        {
            int all = 0;
            costs[i] = Time(() => all = Analyze(workload, Variant.Compared[i])) - least;
            found = i == 0 ? all - errors : found;
        }
        return (compilation, costs, found);
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
