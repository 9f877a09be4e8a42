using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Rules;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

/// <summary>Calls as deep as an option allows, each within an expression that is nested as deep as the engine follows it, fit the smallest stack of a host.</summary>
public sealed class StackTests : RuleTest
{
    private const int StackSize = 1 << 20;
    private const int Methods = 10;

    [Theory]
    [InlineData(15, 8)]
    [InlineData(190, null)]
    public void DeepestCalls_FitTheSmallestStack(int nesting, int? followed)
    {
        string source = InClass("""
                public void Run()
                {
                    var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                    if (dev.MappingError(a))
                        return;
                    _ = F0(a);
                    dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                }

            """ + string.Concat(Enumerable.Range(0, Methods).Select(i => string.Create(CultureInfo.InvariantCulture,
                $"    private int F{i}(DmaAddr a) => {Nested(nesting, i + 1 < Methods ? $"F{i + 1}(a)" : "Done(a)")};\n")))
            + "    private int Done(DmaAddr a) { dev.UnmapSingle(a, 64, DmaDirection.ToDevice); return n; }");
        CSharpCompilation compilation = TestCompilation.Create(source);
        ContractCatalog catalog = ContractCatalog.Create(compilation, [], default)!;
        var bodies = new MethodBodies(compilation, catalog);
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        SyntaxNode run = bodies.Index(default).In(tree).Single(one => one is MethodDeclarationSyntax { Identifier.Text: "Run" });
        FlowOptions options = OptionReader.Read(new GivenOptions(("xendma.max_call_depth", "8")).GlobalOptions);
        var context = new FlowContext(catalog, bodies, RuleTable.Flow, default) { Options = options };
        IReadOnlyList<Diagnostic>? found = null;
        // An overflow would end the whole process, as it would end the compiler.
        var thread = new Thread(() => found = MethodAnalysis.Run(context, bodies.Graph(run, default)!, Declarations.Symbol(bodies.Model(tree), run, default)!), StackSize);
        thread.Start();
        thread.Join();

        Assert.NotNull(found);
        Assert.Equal(followed ?? context.Walked.Count, context.Walked.Count);
    }

    private static string Nested(int nesting, string inner) =>
        string.Concat(Enumerable.Repeat("n + (", nesting)) + inner + new string(')', nesting);
}
