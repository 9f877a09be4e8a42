using System.Linq;
using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Agreement;

/// <summary>A method that maps and unmaps is judged by itself: what its callers see of it is no second diagnostic, at a line of theirs.</summary>
public sealed class ToldOnceTests : RuleTest
{
    [Theory]
    [InlineData("dev.UnmapSingle(a, 32, DmaDirection.FromDevice);", "XDMA3001")]
    [InlineData("dev.UnmapSingle(a, 64, DmaDirection.ToDevice);", "XDMA3002")]
    [InlineData("other.UnmapSingle(a, 64, DmaDirection.FromDevice);", "XDMA3003")]
    [InlineData("dev.UnmapPage(a, 64, DmaDirection.FromDevice);", "XDMA3004")]
    [InlineData("dev.SyncSingleForCpu(a, 128, DmaDirection.FromDevice); dev.UnmapSingle(a, 64, DmaDirection.FromDevice);", "XDMA3008")]
    [InlineData("dev.UnmapSingle(a, 64, DmaDirection.None);", "XDMA3009")]
    public async Task Callee_IsTold_Once(string end, string id)
    {
        var found = await AnalyzerRunner.RunAsync(InClass($$"""
                private void Transfer(GuestBuffer memory)
                {
                    var a = dev.MapSingle(memory, 64, DmaDirection.FromDevice);
                    if (dev.MappingError(a))
                        return;
                    {{end}}
                }

                public void First() => Transfer(buf);

                public void Second() => Transfer(buf2);
            """));
        Assert.Equal([id], found.Select(static one => one.Id));
    }

    [Fact]
    public async Task List_IsTold_Once()
    {
        var found = await AnalyzerRunner.RunAsync(InClass("""
                private void Transfer(ScatterList entries)
                {
                    int mapped = dev.MapSg(entries, n, DmaDirection.ToDevice);
                    if (mapped == 0)
                        return;
                    dev.UnmapSg(entries, mapped, DmaDirection.ToDevice);
                }

                public void Run() => Transfer(list);
            """));
        Assert.Equal(["XDMA3005"], found.Select(static one => one.Id));
    }

    /// <summary>Where the caller mapped, only the caller's analysis knows.</summary>
    [Fact]
    public async Task Helper_IsTold_WhereItsCallerMapped()
    {
        var found = await AnalyzerRunner.RunAsync(InClass("""
                private void End(DmaAddr address) => dev.UnmapSingle(address, 32, DmaDirection.FromDevice);

                public void Run()
                {
                    var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                    if (dev.MappingError(a))
                        return;
                    End(a);
                }
            """));
        Assert.Equal(["XDMA3001"], found.Select(static one => one.Id));
    }
}
