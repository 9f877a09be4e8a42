using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Memory;

public sealed class XDMA6002Tests : RuleTest
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
                var a = host.Bytes(dev, new byte[8], 8, DmaDirection.ToDevice); // expect: XDMA6002
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
                var copy = span.ToArray();
                var a = host.Span(dev, copy.AsSpan(0, 8), 8, DmaDirection.ToDevice); // expect: XDMA6002
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

            public unsafe void Run(IHost host, byte[] data)
            {
                DmaAddr a;
                fixed (byte* start = data)
                    a = host.Raw(dev, start, 8, DmaDirection.ToDevice); // expect: XDMA6002
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

            public void Run(IHost host, byte[] data)
            {
                var handle = System.Runtime.InteropServices.GCHandle.Alloc(data, System.Runtime.InteropServices.GCHandleType.Pinned);
                var a = host.Pointer(dev, handle.AddrOfPinnedObject(), 8, DmaDirection.ToDevice); // expect: XDMA6002
                if (dev.MappingError(a))
                    return;
                handle.Free();
                host.Unmap(dev, a, 8, DmaDirection.ToDevice);
            }
        """)]
    public Task Array_Triggers(string members) => CheckAsync(InClass(members));

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
                var a = host.Bytes(dev, data, 8, DmaDirection.ToDevice);
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
                var pinned = GC.AllocateArray<byte>(8, pinned: true);
                var a = host.Bytes(dev, pinned, 8, DmaDirection.ToDevice);
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

            public unsafe void Run(IHost host, byte[] data)
            {
                fixed (byte* start = data)
                {
                    var a = host.Raw(dev, start, 8, DmaDirection.ToDevice);
                    if (!dev.MappingError(a))
                        host.Unmap(dev, a, 8, DmaDirection.ToDevice);
                }
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

            public void Run(IHost host, byte[] data)
            {
                var handle = System.Runtime.InteropServices.GCHandle.Alloc(data, System.Runtime.InteropServices.GCHandleType.Pinned);
                var a = host.Bytes(dev, data, 8, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
                handle.Free();
            }
        """)]
    public Task Array_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA6002", InClass("""
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
                byte[] command = new byte[8];
                var a = host.Bytes(dev, command, 8, DmaDirection.ToDevice);
                if (!dev.MappingError(a))
                    host.Unmap(dev, a, 8, DmaDirection.ToDevice);
            }
        """)));
}
