using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Rules;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ide;

/// <summary>An analysis that is cancelled ends at its next step. Work is counted, not time: docs/ide.md has the milliseconds.</summary>
public sealed class CancellationTests : RuleTest
{
    /// <summary>What one statement may still tell the rules of after the token was cancelled within it.</summary>
    private const int MaxFurther = 8;

    private const int Statements = 120;

    [Theory]
    [InlineData("var a$ = dev.MapSingle(buf, n, DmaDirection.ToDevice);\nif (dev.MappingError(a$)) return;\ndev.UnmapSingle(a$, n, DmaDirection.ToDevice);")]
    [InlineData("dev.UnmapSingle(new DmaAddr($), n, DmaDirection.ToDevice);")]
    [InlineData("uint low$ = (uint)bus.Value + $;")]
    [InlineData("var a$ = dev.MapSingle(buf, n, DmaDirection.ToDevice);\n_ = flag ? Helper(a$, 0) : Helper(a$, 1);")]
    [InlineData("for (int i = 0; i < n; i++) dev.UnmapSingle(new DmaAddr((ulong)i), $, DmaDirection.ToDevice);")]
    public void Engine_EndsAtItsNextStep(string statement)
    {
        int events = Count(statement, cancelAt: int.MaxValue);
        Assert.True(events >= Statements, $"{events} events");
        foreach (int cancelAt in new[] { 1, 2, 3, 50, 51, 100 })
            Assert.InRange(Count(statement, cancelAt), cancelAt, cancelAt + MaxFurther);
    }

    [Fact]
    public async Task Files_ThatFollowAreNotLookedAt()
    {
        string[] sources = [.. Enumerable.Range(0, 40).Select(i => $"namespace N{i};\n" + InMethod("dev.SetMask(3);"))];
        for (int cancelAt = 1; cancelAt < sources.Length; cancelAt += 7)
        {
            using var cancel = new CancellationTokenSource();
            int asked = 0;
            void Ask(SyntaxTree tree)
            {
                if (++asked == cancelAt)
                    cancel.Cancel();
            }

            var run = new CompilationWithAnalyzersOptions(
                new GivenOptions { Asked = Ask }.ForAnalyzers(), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => TestCompilation.Create(sources).WithAnalyzers([new DmaFlowAnalyzer()], run).GetAnalyzerDiagnosticsAsync(cancel.Token));
            Assert.Equal(cancelAt, asked);
        }
    }

    [Fact]
    public void Index_OfACancelledRunIsMadeByTheNext()
    {
        CSharpCompilation compilation = TestCompilation.Create(InMethod("dev.SetMask(3);"));
        var bodies = new MethodBodies(compilation, ContractCatalog.Create(compilation, [], default)!);

        Assert.ThrowsAny<OperationCanceledException>(() => bodies.Index(new CancellationToken(canceled: true)));
        Assert.Equal(2, bodies.Index(default).In(compilation.SyntaxTrees.Single()).Count);
    }

    [Fact]
    public async Task Editor_ThatNoLongerAsksGetsNoAnswer()
    {
        using IdeProject project = new IdeProject(InMethod("dev.SetMask(3);"))
            .WithAdditionalFile("/src/acme.dmacontract.json", "{ \"version\": 1 }");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => project.ShownAsync(new CancellationToken(canceled: true)));
        Assert.Single(await project.ShownAsync());
    }

    [Fact]
    public async Task Fixes_ThatNobodyWaitsForAreNotOffered()
    {
        using var project = new IdeProject(InMethod("dev.SetMask(3);"));
        List<string> offered = [];
        var context = new CodeFixContext(
            project.First, Assert.Single(await project.ShownAsync()), (action, _) => offered.Add(action.Title), new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => FixRunner.All.Single(fix => fix.FixableDiagnosticIds.Contains("XDMA2006")).RegisterCodeFixesAsync(context));
        Assert.Empty(offered);
    }

    /// <summary>How many events the rules are told of when the token is cancelled at one of them.</summary>
    private static int Count(string statement, int cancelAt)
    {
        string body = string.Concat(Enumerable.Range(0, Statements).Select(i =>
            statement.Replace("$", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n"));
        CSharpCompilation compilation = TestCompilation.Create(InClass(
            "    private int Helper(DmaAddr a, int i) { dev.UnmapSingle(a, n, DmaDirection.ToDevice); return i; }\n    public void Run(DmaAddr bus)\n    {\n" + body + "    }"));
        ContractCatalog catalog = ContractCatalog.Create(compilation, [], default)!;
        var bodies = new MethodBodies(compilation, catalog);
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        SyntaxNode run = bodies.Index(default).In(tree).Single(one => one.ToString().Contains("Run(", StringComparison.Ordinal));
        using var cancel = new CancellationTokenSource();
        var rule = new CancellingRule(cancel, cancelAt);
        var context = new FlowContext(catalog, bodies, [rule], cancel.Token);
        try
        {
            MethodAnalysis.Run(context, bodies.Graph(run, default)!, Declarations.Symbol(bodies.Model(tree), run, default)!);
            Assert.False(cancel.IsCancellationRequested, "the analysis went on to its end");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The count is the answer.
        }
        return rule.Events;
    }

    /// <summary>Explains nothing and counts what it is told of.</summary>
    private sealed class CancellingRule(CancellationTokenSource cancel, int cancelAt) : FlowRule(Descriptors.SyncOfUnmapped)
    {
        public int Events { get; private set; }

        public override bool OnCall(FlowCall call) => Note();

        public override bool OnUse(FlowUse use) => Note();

        public override bool OnCompare(FlowCompare compare) => Note();

        public override bool OnAddress(FlowAddress address) => Note();

        private bool Note()
        {
            if (++Events == cancelAt)
                cancel.Cancel();
            return false;
        }
    }
}
