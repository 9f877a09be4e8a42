using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>A check that is put in leaves as the method leaves, and lets go of what is held by then.</summary>
public sealed class CheckFixTests : RuleTest
{
    [Fact]
    public async Task SecondMappingUnchecked_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2001", InClass("""
            public int Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return -12;
                var b = dev.MapSingle(buf2, 64, DmaDirection.ToDevice);
                port.Post(a.Value + b.Value, 64);
                dev.UnmapSingle(b, 64, DmaDirection.ToDevice);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                return 0;
            }
        """)));

    [Fact]
    public async Task SecondAllocationUnchecked_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA2005", InMethod("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2)!;
        b.Fill(0); // all of it
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)));

    [Fact]
    public async Task ListReadInAWhile_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA3006", InMethod("""
        int got = dev.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (got == 0)
            return;
        int i = 0;
        while (list.Count > i /* all */)
        {
            port.Post(list.DmaAddressAt(i).Value, 1);
            i++;
        }
        dev.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        """)));
}
