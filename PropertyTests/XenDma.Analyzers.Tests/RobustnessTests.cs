using System.Linq;
using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>No input makes an analyzer throw.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData("class C { void M(Device d) { var a = d.MapSingle(; d.UnmapSingle(a, } }")]
    [InlineData("using XenDma; class C { void M(Device d, GuestBuffer b) { d.MapSingle(b, 1, DmaDirection.ToDevice).MapSingle(); } }")]
    [InlineData("using XenDma; class C { DmaAddr a = new Device().MapSingle(null!, 1, DmaDirection.ToDevice); }")]
    [InlineData("using XenDma; class C { void M(Device d, GuestBuffer b) { L: var a = d.MapSingle(b, 1, 0); goto L; } }")]
    [InlineData("using XenDma; class C { void M(Device d) { DmaAddr a; d.SyncSingleForCpu(a, 1, 0); d.UnmapSingle(ref a, 1, 0); } }")]
    [InlineData("using XenDma; ref struct R { DmaAddr a; void M(Device d) { d.UnmapSingle(a, 1, 0); d.SyncSingleForCpu(a, 1, 0); }")]
    [InlineData("using XenDma; record R(Device D) { DmaAddr A => D.MapSingle(null!, 1, 0); int this[int i] => M(i); int M(int i) => this[i]; }")]
    [InlineData("using XenDma; try { new Device().UnmapSingle(default, 1, 0); } catch (X) when (Y) { throw; } finally { return; }")]
    public async Task BrokenSyntax_DoesNotThrow(string source)
    {
        var found = await AnalyzerRunner.RunAsync(source);

        Assert.DoesNotContain("AD0001", found.Select(d => d.Id));
    }

    [Fact]
    public async Task CodeWithoutContract_GetsNothing()
    {
        const string Source = "class C { void M() { SyncSingleForCpu(0); } void SyncSingleForCpu(int a) { } }";
        var compilation = TestCompilation.Create([new("Test.cs", Source)], TestCompilation.ReferencesWithoutApi);

        Assert.Empty(await AnalyzerRunner.RunAsync(compilation));
    }

    [Fact]
    public async Task PrefixesOfADriver_DoNotThrow()
    {
        string source = Corpus.Read("Whole/KestrelNic.cs");
        for (int length = 1; length < source.Length; length += 131)
        {
            var found = await AnalyzerRunner.RunAsync(source[..length]);
            Assert.DoesNotContain("AD0001", found.Select(d => d.Id));
        }
    }
}
