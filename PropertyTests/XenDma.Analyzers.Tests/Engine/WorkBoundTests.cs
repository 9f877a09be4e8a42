using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Rules;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>The bounds on the engine's work are for methods that nobody writes: drivers stay far below.</summary>
public sealed class WorkBoundTests : RuleTest
{
    public static TheoryData<string> Files => [.. Corpus.Files, .. Corpus.Cases];

    [Theory]
    [MemberData(nameof(Files))]
    public void Drivers_AreJudgedWithinTheBound(string file) => Assert.Empty(Large(Corpus.Read(file)));

    // The way back to the head of the loop leads through finally blocks that stand behind it.
    [Theory]
    [InlineData("foreach (int i in new int[n]) { using var m = dev.Map(buf, DmaDirection.ToDevice); while (!port.Ready) port.Status(); }")]
    [InlineData("for (;;) { try { if (flag) continue; port.Status(); } finally { if (port.Ready) port.Status(); dev.Map(buf, DmaDirection.ToDevice).Dispose(); } }")]
    [InlineData("""
        while (n > 0) { try { try { n--; } finally { if (port.Ready) n++; } } finally { while (port.Ready) using (dev.Map(buf, DmaDirection.ToDevice)) n++; } }
        """)]
    public void LoopsOverFinallyBlocks_AreJudgedWithinTheBound(string statements) => Assert.Empty(Large(InMethod(statements)));

    // The inner loop's body stands behind the way back to the outer loop's head.
    [Theory]
    [InlineData("while (port.Ready) while (n > 0) { if (flag) continue; dev.Map(buf, DmaDirection.ToDevice).Dispose(); n--; }")]
    [InlineData("for (;;) for (int i = 0; i < n; i++) { if (flag) continue; using var m = dev.Map(buf, DmaDirection.ToDevice); port.Status(); }")]
    [InlineData("do { while (n > 0) { while (port.Ready) { if (flag) continue; dev.Map(buf, DmaDirection.ToDevice).Dispose(); } } } while (flag);")]
    public void LoopsWithinLoops_AreJudgedWithinTheBound(string statements) => Assert.Empty(Large(InMethod(statements)));

    /// <summary>The methods for which paths were merged early.</summary>
    private static List<string> Large(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        ContractCatalog catalog = ContractCatalog.Create(compilation, [], CancellationToken.None)!;
        var bodies = new MethodBodies(compilation, catalog);
        List<string> large = [];
        foreach (SyntaxNode declaration in bodies.Index(CancellationToken.None).In(tree))
        {
            if (bodies.Graph(declaration, CancellationToken.None) is not { } graph
                || Declarations.Symbol(bodies.Model(tree), declaration, CancellationToken.None) is not { } owner)
                continue;
            var context = new FlowContext(catalog, bodies, RuleTable.Flow, CancellationToken.None) { HasLambda = true };
            MethodAnalysis.Run(context, graph, owner);
            if (context.IsLarge)
                large.Add(owner.Name);
        }
        return large;
    }
}
