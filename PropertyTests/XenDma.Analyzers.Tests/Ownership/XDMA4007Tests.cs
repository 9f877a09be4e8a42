using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ownership;

public sealed class XDMA4007Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                if (!disk.Wait(5))
                {
                    dev.UnmapSingle(a, 64, DmaDirection.FromDevice); // expect: XDMA4007
                    return;
                }
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                bool done = disk.Wait(5);
                if (!done)
                    port.Status();
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice); // expect: XDMA4007
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                using var m = dev.Map(buf, DmaDirection.FromDevice); // expect: XDMA4007
                disk.Start(m.Address, 64);
                if (!disk.Wait(5))
                    return;
                m.SyncForCpu();
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            private DmaAddr _bus;

            public void Finish(IDisk disk)
            {
                if (!disk.Wait(5))
                    dev.UnmapSingle(_bus, 64, DmaDirection.FromDevice); // expect: XDMA4007
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                bool done = disk.Wait(5);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice); // expect: XDMA4007
                if (!done)
                    disk.Reset();
            }
        """)]
    public Task Release_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                if (!disk.Wait(5))
                    Recover(disk);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }

            private void Recover(IDisk disk)
            {
                port.Status();
                disk.Reset();
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                if (!disk.Wait(5))
                    disk.Reset();
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                disk.Wait(5);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                if (!disk.Wait(5) && !disk.Wait(500))
                    disk.Reset();
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public void Run(IDisk disk)
            {
                if (!disk.Wait(5))
                    return;
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                disk.Start(a, 64);
                if (disk.Wait(5))
                    port.Status();
                else
                    disk.Reset();
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    public Task Release_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA4007", InClass("""
            public interface IDisk
            {
                [DmaContract(DmaRole.Submit)] void Start(DmaAddr address, int length);
                [DmaContract(DmaRole.Wait)] bool Wait(int milliseconds);
                [DmaContract(DmaRole.Stop)] void Reset();
            }

            public bool Verify(IDisk disk)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return false;
                disk.Start(a, 64);
                if (!disk.Wait(100))
                {
                    dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                    return false;
                }
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                return true;
            }
        """)));
}
