using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>What the CPU does with memory of the device comes to stand between two syncs: as few statements as there can be.</summary>
public sealed class SyncPairFixTests : RuleTest
{
    private const string Reading = "Read between syncs";
    private const string Writing = "Write between syncs";

    [Fact]
    public async Task ReadsInALoop_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4001", InClass("""
            public int Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return -1;
                int sum = 0;
                for (int round = 0; round < n; round++)
                {
                    port.Submit(a, 64);
                    // The kind.
                    int kind = buf[0]; // first byte

                    sum += kind;
                    // The length.
                    sum += buf[1];
                    sum *= 2;
                }
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                return sum;
            }
        """)));

    [Fact]
    public async Task LoopThatOnlyReads_IsTakenAsAWhole_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4001", InClass("""
            public int Run()
            {
                using var m = dev.Map(buf, 64, DmaDirection.Bidirectional);
                int sum = 0;
                port.Submit(m.Address, 64);
                for (int i = 0; i < 64; i++)
                    sum += buf[i];
                port.Submit(m.Address, 64);
                return sum;
            }
        """)));

    [Fact]
    public async Task ConditionAndReturn_AreReadFirst_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4001", InClass("""
            public bool Wait()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return false;
                bool done = false;
                while (port.Ready && !done)
                {
                    port.Submit(a, 64);
                    // Done?
                    if (buf[0] == 1)
                        done = true;
                    else if (n > 4)
                        break;
                }
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                return done;
            }
        """)));

    [Fact]
    public async Task UnderAnIf_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4001", InMethod("""
        var a = dev.MapSingle(buf, 64, DmaDirection.Bidirectional);
        if (dev.MappingError(a))
            return;
        port.Submit(a, 64);
        if (flag)
            buf[0] |= 1;
        port.Submit(a, 64);
        dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
        """)));

    [Fact]
    public async Task SeveralWrites_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4002", InClass("""
            public void ToDevice()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                // Header.
                buf[0] = 1;
                buf[1] = 2;
                int left = n;
                buf[2] = (byte)left; // last
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }

            public void FromDevice()
            {
                using var m = dev.Map(buf2, DmaDirection.FromDevice);
                buf2.Fill(0);
                buf2[3] = 4;
                port.Submit(m.Address, 64);
            }
        """)));

    /// <summary>What is written is only known behind the map, or the device was told before: the write stays where it is.</summary>
    [Theory]
    [InlineData("byte kind = (byte)(a.Value >> 3);\nbuf[0] = kind;\nport.Submit(a, 64);")]
    [InlineData("int kind = port.Status();\nport.Submit(a, 64);\nbuf[0] = (byte)kind;\nport.Submit(a, 64);")]
    public async Task WriteThatNeedsWhatIsBeforeIt_IsNotMoved(string statements)
    {
        var titles = await FixRunner.TitlesAsync(Mapped("ToDevice", statements), "XDMA4002");

        Assert.DoesNotContain("Write before the map", titles);
        Assert.Contains(Writing, titles);
    }

    /// <summary>The memory is the CPU's again right behind the read.</summary>
    [Fact]
    public async Task ReadBeforeTheUnmap_NeedsNoSyncBack() =>
        Assert.DoesNotContain(Reading, await FixRunner.TitlesAsync(Mapped("FromDevice", "port.Submit(a, 64);\nint kind = buf[0];"), "XDMA4001"));

    private static string Mapped(string direction, string statements) => InMethod($"""
        var a = dev.MapSingle(buf, 64, DmaDirection.{direction});
        if (dev.MappingError(a))
            return;
        {statements}
        dev.UnmapSingle(a, 64, DmaDirection.{direction});
        """);
}
