using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Contracts;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Shapes;

/// <summary>The fixes on every shape of library in samples/contracts: where the rule applies (<see cref="Inapplicable"/>) one is offered for some mistake of
/// it, and whatever is offered compiles, takes its diagnostic away, brings no other and keeps the comments.</summary>
public sealed class ShapeFixTests
{
    public static TheoryData<string> Shapes => [.. ShapeCells.Shapes];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task EachFix_HoldsAndEachRuleThatAppliesHasOne(string shape)
    {
        MetadataReference[] references = [.. TestCompilation.ReferencesWithoutApi, ContractSampleTests.Samples.Library(shape)];
        HashSet<string> mended = [];
        foreach (var (file, source) in FilesOf(shape))
        {
            using var workspace = new AdhocWorkspace();
            Document document = FixRunner.CreateDocument(workspace, source, references, ContractSampleTests.Samples.Contract(shape));
            string[] before = await IdsAsync(document);
            foreach (var (diagnostic, title, changed) in await FixRunner.EachAsync(document, one => FixRunner.Fixable.Contains(one.Id)))
            {
                string text = (await changed.GetTextAsync()).ToString(), place = $"{file}({AnalyzerRunner.LineOf(diagnostic.Location)}), {title}:\n{text}";
                string[] after = await IdsAsync(changed);
                // Of several mistakes with one mapping the rules tell the first: where that is gone, they may tell the next.
                bool uncovers = diagnostic.Id is "XDMA4001" or "XDMA4002" or "XDMA4003";
                Assert.True(Count(after, diagnostic.Id) < Count(before, diagnostic.Id) + (uncovers ? 1 : 0), place);
                Assert.All(after.Distinct(), id => Assert.True(Count(after, id) <= Count(before, id), $"{id} is new: {place}"));
                Assert.DoesNotContain((await changed.Project.GetCompilationAsync())!.GetDiagnostics(), one => one.Severity == DiagnosticSeverity.Error);
                Assert.Empty(FixRunner.Comments(source).Except(FixRunner.Comments(text)));
                mended.Add(diagnostic.Id);
            }
        }

        Assert.Equal(ShapeCells.Rules.Where(rule => FixRunner.Fixable.Contains(rule) && !Inapplicable.All.ContainsKey((shape, rule))), mended.Order());
    }

    private static IEnumerable<(string File, string Source)> FilesOf(string shape) =>
    [
        .. ShapeCells.Files.Where(file => file.StartsWith(shape + "/", StringComparison.Ordinal)).Select(file => (file, ShapeCells.Text(file))),
        .. ShapeCells.Drivers.Where(file => file.StartsWith(shape + "/", StringComparison.Ordinal)).Select(file => ("Drivers/" + file, ShapeCells.Text("Drivers/" + file))),
        .. ContractSampleTests.Samples.Drivers(shape).Select(file => ("samples/" + file, ContractSampleTests.Samples.Read(shape, file))),
    ];

    private static async Task<string[]> IdsAsync(Document document) => [.. (await FixRunner.FindAsync(document)).Select(one => one.Id)];

    private static int Count(string[] ids, string id) => ids.Count(one => one == id);
}
