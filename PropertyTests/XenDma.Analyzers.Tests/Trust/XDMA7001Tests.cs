using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Trust;

public sealed class XDMA7001Tests : RuleTest
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
                _table[ring[0]]++; // expect: XDMA7001
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
                int length = ring[0] << 8 | ring[1];
                ring.Read(64, into.AsSpan(0, length)); // expect: XDMA7001
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
                int count = ring[0];
                for (int i = 0; i < count; i++) // expect: XDMA7001
                    _table[i & 15]++;
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
                int at = ring[0] * 16;
                ring.Slice(at, 16).Fill(0); // expect: XDMA7001
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
                into = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(ring.Span)]; // expect: XDMA7001
            }
        """)]
    [InlineData("""
            public void Run(int[] table)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                int index = buf[0];
                port.Post((ulong)table[index], 0); // expect: XDMA7001
            }
        """)]
    public Task Value_Triggers(string members) => CheckAsync(InClass(members));

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
                if (index < _table.Length)
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
                _table[ring[0] & 15]++;
                _table[ring[1] % 16]++;
                _table[Math.Min((int)ring[2], 15)]++;
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
                int index = ring[0];
                if (IsFree(index))
                    _table[index]++;
            }

            private bool IsFree(int index) => index >= 0 && index < _table.Length;
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
                int index = ring[0] switch { < 16 => 1, _ => 0 };
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
                into[ring[0] == 1 ? 0 : 1] = ring[5];
            }
        """)]
    [InlineData("""
            public void Run(int[] table)
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return;
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                if (buf[0] < table.Length)
                    port.Post((ulong)table[buf[0]], 0);
            }
        """)]
    [InlineData("""
            private readonly int[] _counts = new int[256];

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
                _counts[ring[0]]++;
            }
        """)]
    public Task Value_DoesNotTrigger(string members) => CheckAsync(InClass(members));

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA7001", InClass("""
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
                _table[index]++;
            }
        """)));
}
