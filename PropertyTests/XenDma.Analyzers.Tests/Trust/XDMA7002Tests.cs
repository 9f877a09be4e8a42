using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Trust;

public sealed class XDMA7002Tests : RuleTest
{
    [Theory]
    [InlineData("""
            private GuestBuffer? _ring;
            private DmaAddr _bus;
            private readonly int[] _table = new int[16];

            public void Close()
            {
                if (_ring is { } ring)
                    dev.FreeCoherent(4096, ring, _bus);
                _ring = null;
            }

            public void Run(byte[] into)
            {
                if (_ring is not { } ring)
                    return;
                if (ring[0] >= 16)
                    return;
                _table[ring[0]]++; // expect: XDMA7002
            }
        """)]
    [InlineData("""
            private GuestBuffer? _ring;
            private DmaAddr _bus;
            private readonly int[] _table = new int[16];

            public void Close()
            {
                if (_ring is { } ring)
                    dev.FreeCoherent(4096, ring, _bus);
                _ring = null;
            }

            public void Run(byte[] into)
            {
                if (_ring is not { } ring)
                    return;
                if (System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(ring.Span) > 64)
                    return;
                int length = System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(ring.Span);
                ring.Read(64, into.AsSpan(0, length)); // expect: XDMA7002
            }
        """)]
    public Task Reads_Triggers(string members) => CheckAsync(InClass(members));

    [Theory]
    [InlineData("""
            private GuestBuffer? _ring;
            private DmaAddr _bus;
            private readonly int[] _table = new int[16];

            public void Close()
            {
                if (_ring is { } ring)
                    dev.FreeCoherent(4096, ring, _bus);
                _ring = null;
            }

            public void Run(byte[] into)
            {
                if (_ring is not { } ring)
                    return;
                int index = ring[0];
                if (index < 16)
                    _table[index]++;
            }
        """)]
    [InlineData("""
            private GuestBuffer? _ring;
            private DmaAddr _bus;
            private readonly int[] _table = new int[16];

            public void Close()
            {
                if (_ring is { } ring)
                    dev.FreeCoherent(4096, ring, _bus);
                _ring = null;
            }

            public void Run(byte[] into)
            {
                if (_ring is not { } ring)
                    return;
                if (ring[0] >= 16)
                    return;
                port.Post(ring[0], 0);
            }
        """)]
    [InlineData("""
            private GuestBuffer? _ring;
            private DmaAddr _bus;
            private readonly int[] _table = new int[16];

            public void Close()
            {
                if (_ring is { } ring)
                    dev.FreeCoherent(4096, ring, _bus);
                _ring = null;
            }

            public void Run(byte[] into)
            {
                if (_ring is not { } ring)
                    return;
                Span<byte> head = stackalloc byte[8];
                ring.Read(0, head);
                if (head[0] < 16)
                    _table[head[0]]++;
            }
        """)]
    [InlineData("""
            public void Run(int[] table)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
                if (buf[0] < table.Length)
                    port.Post((ulong)table[buf[0]], 0);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
            }
        """)]
    public Task Reads_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA7002", InClass("""
            private GuestBuffer? _ring;
            private DmaAddr _bus;
            private readonly int[] _table = new int[16];

            public void Close()
            {
                if (_ring is { } ring)
                    dev.FreeCoherent(4096, ring, _bus);
                _ring = null;
            }

            public void Run(byte[] into)
            {
                if (_ring is not { } ring)
                    return;
                if (ring[0] >= 16)
                    return;
                _table[ring[0]]++;
            }
        """)));
}
