using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Memory;

public sealed class XDMA6001Tests : RuleTest
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
                Span<byte> command = stackalloc byte[8];
                var a = host.Span(dev, command, 8, DmaDirection.ToDevice); // expect: XDMA6001
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
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
                byte* command = stackalloc byte[8];
                var a = host.Raw(dev, command, 8, DmaDirection.ToDevice); // expect: XDMA6001
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
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
                ulong word = 5;
                var a = host.Pointer(dev, (IntPtr)(&word), 8, DmaDirection.ToDevice); // expect: XDMA6001
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
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
                Span<byte> command = stackalloc byte[64];
                var a = host.Span(dev, command[8..16], 8, DmaDirection.ToDevice); // expect: XDMA6001
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
            }
        """)]
    public Task Stack_Triggers(string members) => CheckAsync(InClass(members));

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
                var a = host.Span(dev, span, 8, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
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
                byte[] command = GC.AllocateArray<byte>(8, pinned: true);
                var a = host.Span(dev, command, 8, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
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
                Span<byte> text = stackalloc byte[8];
                text.CopyTo(span);
                var a = host.Span(dev, span, 8, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
            }
        """)]
    public Task Stack_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA6001", InClass("""
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
                Span<byte> command = stackalloc byte[8];
                command[0] = 0x9f;
                var a = host.Span(dev, command, 8, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
            }
        """)));
}
