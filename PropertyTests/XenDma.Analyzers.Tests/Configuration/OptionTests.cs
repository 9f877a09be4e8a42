using System.Linq;
using System.Threading.Tasks;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Rules;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

/// <summary>Each option does what its name says, for the files that it is set for.</summary>
public sealed class OptionTests : RuleTest
{
    /// <summary>The unmap stands five calls away.</summary>
    private static readonly string FarUnmap = InClass("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                One(a);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA1003
            }

            private void One(DmaAddr a) => Two(a);
            private void Two(DmaAddr a) => Three(a);
            private void Three(DmaAddr a) => Four(a);
            private void Four(DmaAddr a) => Five(a);
            private void Five(DmaAddr a) => dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        """);

    private static readonly string KeptForEver = InClass("""
            private DmaAddr _a;

            public void Start()
            {
                _a = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
                if (dev.MappingError(_a))
                    return;
                port.Post(_a.Value, 64);
            }
        """);

    [Theory]
    [InlineData("4", false)]
    [InlineData("5", true)]
    [InlineData("8", true)]
    public Task MaxCallDepth_IsHowDeepCallsAreFollowed(string depth, bool isFound) => CheckAsync(FarUnmap, "max_call_depth", depth, isFound);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    public Task JudgeFields_TurnsTheLeakRuleOfTypesOff(string judge, bool isFound) => CheckAsync(KeptForEver, "judge_fields", judge, isFound);

    [Fact]
    public void MaxPaths_IsHowManyWaitAtOneBlock()
    {
        Assert.Equal(24, Context([]).MaxPaths);
        Assert.Equal(100, Context(("xendma.max_paths", "100")).MaxPaths);
    }

    [Fact]
    public void MaxBlocks_IsTheBoundOfFineWork()
    {
        foreach (var (context, bound) in new[] { (Context([]), 3000), (Context(("xendma.max_blocks", "5000")), 5000) })
        {
            Assert.All(Enumerable.Range(0, bound), _ => Assert.True(context.Step()));
            Assert.False(context.IsLarge);
            Assert.True(context.Step() && context.IsLarge);
        }
    }

    [Fact]
    public async Task Option_IsForTheFilesOfItsSection()
    {
        using IdeProject project = new IdeProject(KeptForEver, KeptForEver.Replace("Driver", "Other", System.StringComparison.Ordinal)
            .Replace("IPort", "IOther", System.StringComparison.Ordinal))
            .WithConfig("/src/.editorconfig", "root = true\n[Nic1.cs]\nxendma.judge_fields = false\n");

        Assert.Equal("/src/Nic0.cs", Assert.Single(await project.DiagnosticsAsync()).Location.SourceTree?.FilePath);
    }

    [Fact]
    public async Task Option_OfAGlobalConfig_IsForAllFilesAndEditorConfigWins()
    {
        using IdeProject project = new IdeProject(KeptForEver)
            .WithConfig("/src/team.globalconfig", "is_global = true\nxendma.judge_fields = false\n");
        Assert.Empty(await project.DiagnosticsAsync());

        project.WithConfig("/src/.editorconfig", "root = true\n[*.cs]\nXenDma.Judge_Fields = true\n");
        Assert.Single(await project.DiagnosticsAsync());
    }

    [Fact]
    public async Task Option_ThatIsUnset_IsTheDefault()
    {
        using IdeProject project = new IdeProject(KeptForEver)
            .WithConfig("/src/team.globalconfig", "is_global = true\nxendma.judge_fields = false\n")
            .WithConfig("/src/.editorconfig", "root = true\n[*.cs]\nxendma.judge_fields = unset\n");

        Assert.Single(await project.DiagnosticsAsync());
    }

    private static async Task CheckAsync(string source, string option, string value, bool isFound)
    {
        var options = new GivenOptions((FlowOption.Prefix + option, value)).ForAnalyzers();
        var found = await AnalyzerRunner.RunAsync(TestCompilation.Create(source), options);

        Assert.Equal(isFound ? Markers.Read(source) : [], AnalyzerRunner.Lines(found));
    }

    private static FlowContext Context(params (string, string)[] options)
    {
        var compilation = TestCompilation.Create("");
        var catalog = ContractCatalog.Create(compilation, [], default)!;
        var read = OptionReader.Read(new GivenOptions(options).GlobalOptions);
        var context = new FlowContext(catalog, new MethodBodies(compilation, catalog), RuleTable.Flow, default) { Options = read };
        context.AllowFor(0);
        return context;
    }
}
