using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1001Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice); // expect: XDMA1001
        """)]
    [InlineData("""
        DmaAddr a = default;
        if (flag)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
            if (dev.MappingError(a))
                return;
        }
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice); // expect: XDMA1001
        if (flag)
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        var alias = a;
        var (copy, length) = (alias, 64);
        if (port.Ready)
            dev.UnmapSingle(copy, length, DmaDirection.FromDevice);
        else
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        dev.SyncSingleForCpu(alias, 64, DmaDirection.FromDevice); // expect: XDMA1001
        """)]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        try
        {
            port.Post(a.Value, 64);
        }
        finally
        {
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        }
        dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice); // expect: XDMA1001
        """)]
    [InlineData("""
        var m = dev.Map(buf, DmaDirection.FromDevice);
        using (m)
            m.SyncForCpu();
        m.SyncForCpu(); // expect: XDMA1001
        """)]
    public Task Sync_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        for (int i = 0; i < n; i++)
        {
            dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
            dev.SyncSingleForDevice(a, 64, DmaDirection.FromDevice);
        }
        dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    [InlineData("""
        for (int i = 0; i < n; i++)
        {
            var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
            if (dev.MappingError(a))
                continue;
            dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        }
        """)]
    [InlineData("""
        bool mapped = false;
        DmaAddr a = default;
        if (port.Ready)
        {
            a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
            mapped = !dev.MappingError(a);
        }
        if (mapped)
            dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        if (mapped)
            dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
        """)]
    public Task Sync_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    [Fact]
    public Task ForeignAddress_DoesNotTrigger() => CheckAsync(InClass("""
            public void Run(DmaAddr a) => dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
        """));

    [Fact]
    public Task HelperThatUnmaps_Triggers() => CheckAsync(InClass("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                Done(a);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice); // expect: XDMA1001
            }

            private void Done(DmaAddr address) => dev.UnmapSingle(address, 64, DmaDirection.FromDevice);
        """));

    [Fact]
    public async Task AfterUnmap_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1001", InClass("""
            public int Receive()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return -1;
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
                return buf[0];
            }
        """)));

    [Fact]
    public async Task NeverMapped_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1001", InClass("""
            public void Never()
            {
                DmaAddr never = default;
                if (flag)
                    dev.SyncSingleForDevice(never, 64, DmaDirection.ToDevice);
                // The comment stays.
                dev.SyncSingleForCpu(never, 64, DmaDirection.ToDevice);
            }
        """)));
}
