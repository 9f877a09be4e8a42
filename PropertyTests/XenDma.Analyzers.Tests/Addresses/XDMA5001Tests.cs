using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Addresses;

public sealed class XDMA5001Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Run(IRegs regs, DmaAddr a)
            {
                regs.Write(0, (uint)a.Value); // expect: XDMA5001
            }
        """)]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Run(IRegs regs, DmaAddr a)
            {
                ulong raw = a.Value + 16;
                int low = unchecked((int)raw); // expect: XDMA5001
                regs.Write(0, (uint)low);
            }
        """)]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public uint Of(GuestBuffer memory) => (uint)memory.Address.Value; // expect: XDMA5001
        """)]
    public Task Cast_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Run(IRegs regs, DmaAddr a)
            {
                regs.Write(0, (uint)a.Value);
                regs.Write(4, (uint)(a.Value >> 32));
            }
        """)]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Run(IRegs regs, DmaAddr a)
            {
                if (a.Value > uint.MaxValue)
                    return;
                regs.Write(0, (uint)a.Value);
            }
        """)]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Run(IRegs regs, DmaAddr a)
            {
                if (a.Value + 64 > 0x1_0000_0000)
                    return;
                regs.Write(0, (uint)a.Value);
            }
        """)]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Run(IRegs regs, DmaAddr a)
            {
                regs.Write(0, (uint)(a.Value & 0xfff));
                regs.Write(4, (uint)(a.Value >> 32));
                regs.Wide(0, a.Value);
            }
        """)]
    [InlineData("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public bool Probe() => dev.SetMaskAndCoherent(0xffff_ffff);

            public void Run(IRegs regs, DmaAddr a)
            {
                regs.Write(0, (uint)a.Value);
            }
        """)]
    [InlineData("""
            private static uint Low(DmaAddr a) => (uint)a.Value;

            private static uint High(DmaAddr a) => (uint)(a.Value >> 32);
        """)]
    [InlineData("""
            public uint Frame(Page page) => (uint)page.Pfn.Value;
        """)]
    public Task Cast_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA5001", InClass("""
            public interface IRegs { void Write(int offset, uint value); void Wide(int offset, ulong value); }

            public void Arm(IRegs regs)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                uint low = (uint)a.Value;
                regs.Wide(0, low);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)));
}
