using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Memory;

public sealed class XDMA6003Tests : RuleTest
{
    [Theory]
    [InlineData("""
            public unsafe interface IHost
            {
                [DmaContract(DmaRole.Map)] DmaAddr Bytes(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Span(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Const(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Raw(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Pointer(Device device, [DmaPart(DmaPart.Buffer)] IntPtr memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
            }

            public unsafe void Run(IHost host, byte[] data, Span<byte> span)
            {
                var a = host.Const(dev, "reset"u8, 5, DmaDirection.FromDevice); // expect: XDMA6003
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 5, DmaDirection.FromDevice);
            }
        """)]
    [InlineData("""
            public unsafe interface IHost
            {
                [DmaContract(DmaRole.Map)] DmaAddr Bytes(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Span(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Const(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Raw(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Pointer(Device device, [DmaPart(DmaPart.Buffer)] IntPtr memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
            }

            private static ReadOnlySpan<byte> Reset => [0x66, 0x99];

            public void Run(IHost host)
            {
                var a = host.Const(dev, Reset, 2, DmaDirection.Bidirectional); // expect: XDMA6003
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 2, DmaDirection.Bidirectional);
            }
        """)]
    public Task Constant_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            public unsafe interface IHost
            {
                [DmaContract(DmaRole.Map)] DmaAddr Bytes(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Span(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Const(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Raw(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Pointer(Device device, [DmaPart(DmaPart.Buffer)] IntPtr memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
            }

            private static ReadOnlySpan<byte> Reset => [0x66, 0x99];

            public void Run(IHost host)
            {
                var a = host.Const(dev, Reset, 2, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 2, DmaDirection.ToDevice);
            }
        """)]
    [InlineData("""
            public unsafe interface IHost
            {
                [DmaContract(DmaRole.Map)] DmaAddr Bytes(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Span(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Const(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Raw(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Pointer(Device device, [DmaPart(DmaPart.Buffer)] IntPtr memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
            }

            public unsafe void Run(IHost host, byte[] data, Span<byte> span)
            {
                var a = host.Const(dev, span, 8, DmaDirection.FromDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.FromDevice);
            }
        """)]
    public Task Constant_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA6003", InClass("""
            public unsafe interface IHost
            {
                [DmaContract(DmaRole.Map)] DmaAddr Bytes(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Span(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Const(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Raw(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Map)] DmaAddr Pointer(Device device, [DmaPart(DmaPart.Buffer)] IntPtr memory, int size, DmaDirection direction);
                [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
            }

            private static ReadOnlySpan<byte> Reset => [0x66, 0x99];

            public void Run(IHost host)
            {
                var a = host.Const(dev, Reset, 2, DmaDirection.Bidirectional);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 2, DmaDirection.Bidirectional);
            }
        """)));
}
