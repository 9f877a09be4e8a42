using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Addresses;

public sealed class XDMA5004Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                regs.Load(a + 100, 4); // expect: XDMA5004
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                regs.Load(a + 64, 64); // expect: XDMA5004
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                regs.Load(a + 32, 64); // expect: XDMA5004
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                ulong next = a.Value + 4096; // expect: XDMA5004
                regs.Post(next, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    public Task Sum_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                regs.Load(a + 32, 32);
                var end = a + 64;
                _ = end;
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                for (int i = 0; i < 4; i++)
                    regs.Load(a + (ulong)(i * 16), 16);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Run(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                regs.Load(a + (ulong)n, 16);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                dev.SyncSingleForCpu(a + 96, 64, DmaDirection.FromDevice); // expect: XDMA3008
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    public Task Sum_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA5004", InClass("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Read(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                regs.Load(a, 64);
                regs.Load(a + 96, 32);
                regs.Load(a + 64, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)));
}
