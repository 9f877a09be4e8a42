using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Rules;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>Analyzers whose cost is measured together.</summary>
/// <param name="Name">Heads the column.</param>
/// <param name="Analyzers">They run in one compilation.</param>
/// <param name="Rules">The rules to be switched on beside those that are by default.</param>
internal sealed record Variant(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, params string[] Rules)
{
    /// <summary>Finds nothing and looks at nothing: what the others are compared with.</summary>
    public static Variant None { get; } = new("none", [new Idle(Depth.Nothing)]);

    /// <summary>All that are compared, ours first.</summary>
    public static IReadOnlyList<Variant> Compared { get; } =
    [
        new("XenDma.Analyzers", [.. From(typeof(DmaFlowAnalyzer).Assembly)]),
        new("binding alone", [new Idle(Depth.Operations)]),
        new("and flow graphs", [new Idle(Depth.Graphs)]),
        new("CA2000", [.. From(Load("NetAnalyzers")).Where(one => one.SupportedDiagnostics.Any(rule => rule.Id == "CA2000"))], "CA2000"),
        new("IDisposableAnalyzers", [.. From(Load("IDisposableAnalyzers"))]),
    ];

    private static IEnumerable<DiagnosticAnalyzer> From(Assembly assembly) => assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);

    private static Assembly Load(string name) => Assembly.LoadFrom(Path.GetFullPath(
        typeof(Variant).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!));

    /// <summary>What an analyzer that looks at nothing has made for it.</summary>
    private enum Depth
    {
        Nothing,

        /// <summary>Every method's operations: what any analyzer of bodies costs.</summary>
        Operations,

        /// <summary>Their flow graphs too: what any analyzer of paths costs before it takes its first step.</summary>
        Graphs,
    }

    /// <summary>Finds nothing.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Idle(Depth depth) : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Never = new("BENCH1", "Never", "Never", "Bench", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Never];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            if (depth == Depth.Operations)
                context.RegisterOperationBlockAction(static _ => { });
            else if (depth == Depth.Graphs)
                context.RegisterOperationBlockAction(MakeGraphs);
        }

        private static void MakeGraphs(OperationBlockAnalysisContext context)
        {
            foreach (var block in context.OperationBlocks)
            {
                // Attributes and default values have none.
                if (block is IBlockOperation or IFieldInitializerOperation or IPropertyInitializerOperation)
                    context.GetControlFlowGraph(block);
            }
        }
    }
}
