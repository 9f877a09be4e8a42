using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Addresses;

public sealed class XDMA5003Tests : RuleTest
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
                regs.Load(new DmaAddr(buf.Address.Value), 64); // expect: XDMA5003
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
                regs.Post(buf.Address.Value, 64); // expect: XDMA5003
            }
        """)]
    [InlineData("""
            public DmaAddr Of(Page page) => new(page.Pfn.Value << 12); // expect: XDMA5003
        """)]
    [InlineData("""
            public PhysAddr Of(DmaAddr a) => new(a.Value); // expect: XDMA5003
        """)]
    [InlineData("""
            public Mfn Of(Pfn frame) => new(frame.Value); // expect: XDMA5003
        """)]
    public Task Use_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public DmaAddr Of(Mfn frame) => new(frame.Value << 12);
        """)]
    [InlineData("""
            public PhysAddr Of(Pfn frame) => new(frame.Value << 12);
        """)]
    [InlineData("""
            public Pfn Of(PhysAddr at) => new(at.Value >> 12);
        """)]
    [InlineData("""
            public DmaAddr Next(DmaAddr a) => new(a.Value + 64);
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
                regs.Post(a.Value, 64);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public DmaAddr Of(ulong raw) => new(raw);
        """)]
    public Task Use_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA5003", InClass("""
            public interface IRegs
            {
                [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
                [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
            }

            public void Load(IRegs regs)
            {
                regs.Load(new DmaAddr(buf.Address.Value), 64);
                // As a plain number.
                regs.Post(buf2.Address.Value, 64);
            }
        """)));
}
