using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>The fixes that rewrite more than one statement, on every driver that gets them: each alone takes its diagnostic away, brings no other,
/// compiles and keeps the comments.</summary>
public sealed class LargerRepairsTests : RuleTest
{
    private static readonly string[] Rules = ["XDMA1004", "XDMA4001", "XDMA4002"];

    public static TheoryData<string> Files => [.. Corpus.Files.Concat(Corpus.Cases)
        .Where(file => Markers.Read(Corpus.Read(file)).Any(marker => Rules.Contains(marker.Split(": ")[1])))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EachFixOfADriver_Holds(string file)
    {
        string source = Corpus.Read(file);
        string[] before = await IdsAsync(source);
        foreach (string id in before.Distinct().Where(id => Rules.Contains(id)))
        {
            foreach ((string title, string result) in await FixRunner.EachAsync(source, id))
            {
                string[] after = await IdsAsync(result);
                bool uncovers = id[4] == '4';
                Assert.True(Count(after, id) < Count(before, id) + (uncovers ? 1 : 0), $"{id}, {title}:\n{result}");
                Assert.All(after.Distinct(), left => Assert.True(Count(after, left) <= Count(before, left), $"{id}, {title} gives {left}:\n{result}"));
                Assert.Empty(TestCompilation.Create(result).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
                Assert.Equal(FixRunner.Comments(source).Except(FixRunner.Comments(result)), []);
            }
        }
    }

    /// <summary>Several mistakes in one method are fixed at once, and fixing once more changes nothing.</summary>
    [Theory]
    [InlineData("XDMA1004", 0)]
    [InlineData("XDMA1004", 1)]
    [InlineData("XDMA4001", 0)]
    [InlineData("XDMA4001", 1)]
    public async Task FixAll_IsDoneInOneGo(string id, int action)
    {
        string source = InClass("""
                public int Twice()
                {
                    var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                    if (dev.MappingError(a))
                        return -1;
                    if (!port.Ready)
                        return -2;
                    port.Submit(a, 64);
                    int sum = buf[0];
                    port.Submit(a, 64);
                    sum += buf[1];
                    port.Submit(a, 64);
                    dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                    var b = dev.MapSingle(buf2, 64, DmaDirection.FromDevice);
                    if (dev.MappingError(b))
                        return -3;
                    if (!port.Ready)
                        return -4;
                    port.Submit(b, 64);
                    sum += buf2[0];
                    port.Submit(b, 64);
                    dev.UnmapSingle(b, 64, DmaDirection.FromDevice);
                    return sum;
                }
            """);

        string once = await FixRunner.FixAllAsync(source, id, action);

        Assert.DoesNotContain(id, await IdsAsync(once));
        Assert.Empty((await IdsAsync(once)).Except(await IdsAsync(source)));
        Assert.Empty(TestCompilation.Create(once).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await FixRunner.EachAsync(once, id));
    }

    private static async Task<string[]> IdsAsync(string source) => [.. (await AnalyzerRunner.RunAsync(source)).Select(d => d.Id)];

    private static int Count(string[] ids, string id) => ids.Count(one => one == id);
}
