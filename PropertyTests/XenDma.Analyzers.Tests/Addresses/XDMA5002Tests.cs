using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Addresses;

public sealed class XDMA5002Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public PhysAddr Of(uint frame) => new(frame << 12); // expect: XDMA5002
        """)]
    [InlineData("""
            public void Run(Page page)
            {
                uint frame = (uint)page.Pfn.Value;
                ulong at = frame << 12; // expect: XDMA5002
            }
        """)]
    [InlineData("""
            public ulong Of(int pfn, Page page) => (ulong)(pfn * 4096) - page.Pfn.Value; // expect: XDMA5002
        """)]
    [InlineData("""
            public DmaAddr Of(Mfn frame) => new((uint)frame.Value << 12); // expect: XDMA5002
        """)]
    public Task Shift_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public PhysAddr Of(uint frame) => new((ulong)frame << 12);
        """)]
    [InlineData("""
            public PhysAddr Of(Pfn frame) => new(frame.Value << 12);
        """)]
    [InlineData("""
            public int Of(int blocks) => blocks << 12;
        """)]
    [InlineData("""
            public ulong Of(int pages) => (ulong)(pages * 512);
        """)]
    public Task Shift_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA5002", InClass("""
            public PhysAddr Of(Page page)
            {
                uint frame = (uint)page.Pfn.Value;
                return new PhysAddr(frame << 12);
            }

            public ulong Bytes(Mfn frame)
            {
                int number = (int)frame.Value;
                ulong at = (ulong)(number * 4096);
                return at;
            }
        """)));
}
