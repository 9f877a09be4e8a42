using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Rules;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>Times one workload: all variants in each round, so that a busy machine slows all alike; medians count.</summary>
internal static class Measurement
{
    /// <summary>A row of the table.</summary>
    public static string Run(Workload workload, int rounds)
    {
        List<double> plain = [];
        List<double> binding = [];
        List<double> analyzed = [];
        long allocated = 0;
        int found = 0;
        for (int round = 0; round <= rounds; round++)
        {
            double compile = Time(workload, new Idle(bindsAll: false), out int errors, out long plainBytes);
            double bind = Time(workload, new Idle(bindsAll: true), out _, out _);
            double analyze = Time(workload, new DmaFlowAnalyzer(), out int all, out long bytes);
            found = all - errors;
            allocated = bytes - plainBytes;
            if (round == 0 && rounds > 0)
                continue;
            plain.Add(compile);
            binding.Add(bind - compile);
            analyzed.Add(analyze - compile);
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"| {workload.Name} | {workload.Lines:N0} | {Median(plain):N0} ms | {Median(binding):N0} ms | {Median(analyzed):N0} ms | {Median(analyzed) / Median(plain):P1} | {allocated >> 20:N0} MiB | {found:N0} |");
    }

    /// <summary>Milliseconds of processor time for parsing and for all diagnostics.</summary>
    private static double Time(Workload workload, DiagnosticAnalyzer analyzer, out int found, out long bytes)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan started = Processor();
        CSharpCompilation compilation = Compilations.Create(workload);
        compilation = compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        found = compilation.WithAnalyzers([analyzer], options).GetAllDiagnosticsAsync().GetAwaiter().GetResult().Length;
        double spent = (Processor() - started).TotalMilliseconds;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        return spent;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    /// <summary>Finds nothing. Asked to bind, it has every method's operations made and looks at none: what any analyzer of bodies costs.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Idle(bool bindsAll) : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Never = new("BENCH1", "Never", "Never", "Bench", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Never];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            if (bindsAll)
                context.RegisterOperationBlockAction(static _ => { });
        }
    }
}
