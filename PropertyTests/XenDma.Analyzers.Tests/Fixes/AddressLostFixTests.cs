using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>An address that nobody kept is kept; one that is overwritten is unmapped first.</summary>
public sealed class AddressLostFixTests : RuleTest
{
    [Fact]
    public async Task Discarded_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1005", InClass("""
            public bool Run()
            {
                // The card finds it by itself.
                dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (!port.Ready)
                    return false;
                _ = dev.Map(buf2, DmaDirection.ToDevice); // both
                return port.Status() == 0;
            }
        """)));

    [Fact]
    public async Task OverwrittenInALoop_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1005", InMethod("""
        DmaAddr a = default;
        for (int i = 0; i < n; i++)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return;
            port.Post(a.Value, 64);
        }
        """)));
}
