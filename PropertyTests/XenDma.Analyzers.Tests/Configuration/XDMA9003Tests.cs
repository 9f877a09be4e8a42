using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

public sealed class XDMA9003Tests
{
    private const string Says = "The option cannot be used: ";
    private const string Names = "xendma.max_blocks, xendma.max_paths, xendma.max_call_depth, xendma.judge_fields";

    [Theory]
    [InlineData("xendma.max_paths = many", "'many' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_paths = 23", "'23' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_paths = +50", "'+50' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_blocks = 99999999999", "'99999999999' is no value of xendma.max_blocks: a whole number from 3000 to 1000000 was expected, 3000 stands")]
    [InlineData("xendma.max_call_depth = -1", "'-1' is no value of xendma.max_call_depth: a whole number from 4 to 8 was expected, 4 stands")]
    [InlineData("xendma.judge_fields = yes", "'yes' is no value of xendma.judge_fields: true or false was expected, true stands")]
    [InlineData("xendma.judge_fields =", "'' is no value of xendma.judge_fields: true or false was expected, true stands")]
    [InlineData("xendma.max_paths = 257", "'257' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_paths = 0x40", "'0x40' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_paths = 32.0", "'32.0' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_paths = \u0663\u0662", "'\u0663\u0662' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_paths = 32 64", "'32 64' is no value of xendma.max_paths: a whole number from 24 to 256 was expected, 24 stands")]
    [InlineData("xendma.max_blocks = 2999", "'2999' is no value of xendma.max_blocks: a whole number from 3000 to 1000000 was expected, 3000 stands")]
    [InlineData("xendma.max_blocks = 1000001", "'1000001' is no value of xendma.max_blocks: a whole number from 3000 to 1000000 was expected, 3000 stands")]
    [InlineData("xendma.max_call_depth = 3", "'3' is no value of xendma.max_call_depth: a whole number from 4 to 8 was expected, 4 stands")]
    [InlineData("xendma.max_call_depth = 9", "'9' is no value of xendma.max_call_depth: a whole number from 4 to 8 was expected, 4 stands")]
    [InlineData("xendma.judge_fields = 0", "'0' is no value of xendma.judge_fields: true or false was expected, true stands")]
    [InlineData("xendma.judge_fields = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' is no value of xendma.judge_fields: true or false was expected, true stands")]
    [InlineData("xendma. = 3", "'xendma.' is no option: one of " + Names + " was expected")]
    [InlineData("xendma.max_path = 3", "'xendma.max_path' is no option: one of " + Names + " was expected")]
    public async Task Option_Triggers(string line, string expected)
    {
        Assert.Equal(Says + expected, Assert.Single(await ProblemsAsync("/src/.editorconfig", "root = true\n[*.cs]\n" + line + "\n")));
        Assert.Equal(Says + expected, Assert.Single(await ProblemsAsync("/src/team.globalconfig", "is_global = true\n" + line + "\n")));
    }

    [Theory]
    [InlineData("xendma.max_paths = 24\nxendma.max_blocks = 3000")]
    [InlineData("xendma.max_paths = 256\nxendma.max_blocks = 1000000\nxendma.max_call_depth = 8")]
    [InlineData("XENDMA.Judge_Fields = TRUE")]
    [InlineData("xendma.max_paths = 064 # as many as there are queues")]
    [InlineData("xendma.max_paths = unset\nxendma.judge_fields = Unset")]
    [InlineData("max_paths = many\nxendmax.max_paths = many")]
    public async Task Option_DoesNotTrigger(string lines) =>
        Assert.Empty(await ProblemsAsync("/src/.editorconfig", "root = true\n[*.cs]\n" + lines + "\n"));

    [Fact]
    public async Task SectionOfNoFile_DoesNotTrigger() =>
        Assert.Empty(await ProblemsAsync("/src/.editorconfig", "root = true\n[*.vb]\nxendma.max_paths = many\n"));

    [Fact]
    public async Task ValueThatCannotBeUsed_LeavesTheDefault()
    {
        var options = new GivenOptions(("xendma.max_paths", "0"), ("xendma.judge_fields", "no")).ForAnalyzers();
        string source = Corpus.Read("../Cases/DefectFields.cs");

        var found = await AnalyzerRunner.RunAsync(TestCompilation.Create(source), options);

        Assert.Equal(Markers.Read(source), AnalyzerRunner.Lines(found.Where(one => one.Location.IsInSource)));
        Assert.Equal(2, found.Count(one => one.Id == "XDMA9003"));
    }

    [Fact]
    public async Task ProjectWithoutContract_DoesNotTrigger()
    {
        var compilation = TestCompilation.Create([new("Test.cs", "class C { }")], TestCompilation.ReferencesWithoutApi);

        Assert.Empty(await AnalyzerRunner.RunAsync(compilation, new GivenOptions(("xendma.max_paths", "many")).ForAnalyzers()));
    }

    private static async Task<string[]> ProblemsAsync(string path, string config)
    {
        using IdeProject project = new IdeProject("class A { }", "class B { }").WithConfig(path, config);
        var found = await project.DiagnosticsAsync();
        Assert.All(found, one => Assert.Equal(("XDMA9003", Location.None), (one.Id, one.Location)));
        return [.. found.Select(one => one.GetMessage(CultureInfo.InvariantCulture))];
    }
}
