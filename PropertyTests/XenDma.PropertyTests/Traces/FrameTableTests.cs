using System.Linq;
using XenDma.PropertyTests.Cli;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Reading;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>The P2M beside a trace.</summary>
public sealed class FrameTableTests
{
    private const string Header = "pfn_start,mfn_start,count,step,type\n";

    [Fact]
    public void A_run_may_go_downwards()
    {
        FrameTable table = Read(Header + "0,100,10,1,ram\n10,1ff,8,-1,ram\n18,18,4,1,identity\n1c,,4,0,none\n");
        Assert.Equal([0x100UL, 0x10f, 0x1ff, 0x1f8, 0x18, ulong.MaxValue, ulong.MaxValue], new ulong[] { 0, 0xf, 0x10, 0x17, 0x18, 0x1c, 0x99 }.Select(pfn => table.MfnOf(pfn)!.Value));
        Assert.Equal([0UL, 0x10, 0x17, ulong.MaxValue], new ulong[] { 0x100, 0x1ff, 0x1f8, 0x1f7 }.Select(mfn => table.PfnOf(mfn)!.Value));
        Assert.Equal(0x18UL, table.End);
        Assert.True(table.IsConsecutive(0, 0x10000));
        Assert.False(table.IsConsecutive(0x10000, 0x1001));
        Assert.True(table.IsConsecutive(0x10fff, 1));
    }

    [Theory]
    [InlineData("pfn,mfn\n", "some.csv:1: expected the header")]
    [InlineData(Header, "some.csv: expected a P2M, found no run")]
    [InlineData(Header + "0,100,10,1,ram\nf,300,1,1,ram\n", "some.csv:3: pfn_start: expected 0x10 or more")]
    [InlineData(Header + "0,100,10,2,ram\n", "some.csv:2: expected 'pfn_start")]
    [InlineData(Header + "0,100,0,1,ram\n", "some.csv:2: expected 'pfn_start")]
    [InlineData(Header + "0,1,10,-1,ram\n", "some.csv:2: expected 'pfn_start")]
    [InlineData(Header + "0,100,ffffffffffffffff,1,ram\n", "some.csv:2: expected 'pfn_start")]
    public void A_bad_file_is_told_in_one_line(string text, string message)
    {
        string told = Assert.Throws<ScenarioException>(() => Read(text)).Message;
        Assert.Contains(message, told, System.StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    private static FrameTable Read(string text)
    {
        using var folder = new TemporaryFolder();
        return FrameTableReader.Read(folder.Write("some.csv", text));
    }
}
