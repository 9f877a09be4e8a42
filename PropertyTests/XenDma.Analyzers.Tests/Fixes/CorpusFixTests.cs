using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>Whatever is offered for a mistake in the corpus compiles, has that mistake less, and no other more.</summary>
public sealed class CorpusFixTests
{
    public static TheoryData<string> Files => [.. Corpus.Files.Where(file => Markers.Read(Corpus.Read(file)).Count > 0)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task FixesOfADriver_Hold(string file)
    {
        string source = Corpus.Read(file);
        string[] before = [.. (await AnalyzerRunner.RunAsync(source)).Select(d => d.Id)];
        foreach (string id in before.Distinct().Where(id => FixRunner.All.Any(fix => fix.FixableDiagnosticIds.Contains(id))))
        {
            IReadOnlyList<string> titles = await FixRunner.TitlesAsync(source, id);
            for (int i = 0; i < titles.Count; i++)
            {
                string result = await FixRunner.FixAllAsync(source, id, i);
                string[] after = [.. (await AnalyzerRunner.RunAsync(result)).Select(d => d.Id)];
                Assert.True(after.Count(left => left == id) < before.Count(one => one == id), $"{id}, {titles[i]}:\n{result}");
                Assert.All(after.Distinct(), left => Assert.True(after.Count(one => one == left) <= before.Count(one => one == left), $"{id}, {titles[i]} gives {left}:\n{result}"));
                Assert.Empty(TestCompilation.Create(result).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
            }
        }
    }
}
