using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>Where a loop that maps into an array or a list is left, what is mapped by then is unmapped.</summary>
public sealed class UnwindingFixTests : RuleTest
{
    [Fact]
    public async Task ArrayUpwards_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public bool Run(GuestBuffer[] parts)
            {
                var bus = new DmaAddr[parts.Length];
                for (int i = 0; i < parts.Length; i++)
                {
                    bus[i] = dev.MapSingle(parts[i], parts[i].Length, DmaDirection.ToDevice);
                    if (dev.MappingError(bus[i]))
                        return false; // no room
                    // The card must keep up.
                    if (!port.Ready)
                        throw new InvalidOperationException();
                }
                port.Post(bus[0].Value, parts.Length);
                for (int i = 0; i < parts.Length; i++)
                    dev.UnmapSingle(bus[i], parts[i].Length, DmaDirection.ToDevice);
                return true;
            }
        """)));

    [Fact]
    public async Task ArrayDownwards_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public int Run(GuestBuffer[] parts)
            {
                var bus = new DmaAddr[parts.Length];
                for (int i = parts.Length - 1; i >= 0; i--)
                {
                    bus[i] = dev.MapSingle(parts[i], 64, DmaDirection.ToDevice);
                    if (dev.MappingError(bus[i]))
                    {
                        port.Post(0, i);
                        return -12;
                    }
                }
                foreach (var one in bus)
                    dev.UnmapSingle(one, 64, DmaDirection.ToDevice);
                return 0;
            }
        """)));

    [Fact]
    public async Task ThroughALocal_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public bool Run(GuestBuffer[] parts)
            {
                var bus = new DmaAddr[parts.Length];
                int mapped = 0;
                foreach (var part in parts)
                {
                    var address = dev.MapSingle(part, 64, DmaDirection.ToDevice);
                    if (dev.MappingError(address))
                        return false;
                    if (!port.Ready)
                        return false;
                    bus[mapped++] = address;
                }
                for (int i = 0; i < mapped; i++)
                    dev.UnmapSingle(bus[i], 64, DmaDirection.ToDevice);
                return true;
            }
        """)));

    [Fact]
    public async Task List_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public bool Run(IReadOnlyList<GuestBuffer> parts)
            {
                var held = new List<DmaAddr>();
                foreach (var part in parts)
                {
                    var bus = dev.MapSingle(part, 512, DmaDirection.ToDevice);
                    if (dev.MappingError(bus))
                        throw new InvalidOperationException("map");
                    if (!port.Ready) return false;
                    held.Add(bus);
                }
                foreach (var bus in held)
                    dev.UnmapSingle(bus, 512, DmaDirection.ToDevice);
                return true;
            }
        """)));

    /// <summary>The sizes differ from round to round: the method's own clean-up knows them.</summary>
    [Fact]
    public async Task ListOfTuples_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public bool Run(IReadOnlyList<GuestBuffer> parts)
            {
                var held = new List<(DmaAddr Bus, int Length)>();
                foreach (var part in parts)
                {
                    var bus = dev.MapSingle(part, part.Length, DmaDirection.ToDevice);
                    if (dev.MappingError(bus))
                        return false;
                    held.Add((bus, part.Length));
                }
                foreach (var one in held)
                    dev.UnmapSingle(one.Bus, one.Length, DmaDirection.ToDevice);
                return true;
            }
        """)));

    [Fact]
    public async Task OtherLibrary_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", """
        using XenDma;

        public sealed class Card
        {
            [DmaContract(DmaRole.Map)] public long Pin(GuestBuffer memory, [DmaPart(DmaPart.Size)] int bytes, DmaDirection way) => 0;
            [DmaContract(DmaRole.Unmap)] public void Unpin([DmaPart(DmaPart.Address)] long address) { }
            [DmaContract(DmaRole.MappingError)] public bool Refused([DmaPart(DmaPart.Address)] long address) => false;
        }

        public sealed class Driver(Card card)
        {
            public bool Run(GuestBuffer[] memory)
            {
                var pinned = new long[memory.Length];
                for (int i = 0; i < memory.Length; ++i)
                {
                    pinned[i] = card.Pin(memory[i], memory[i].Length, DmaDirection.FromDevice);
                    if (card.Refused(pinned[i]))
                        return false;
                }
                foreach (long one in pinned)
                    card.Unpin(one);
                return true;
            }
        }
        """));

    [Theory]
    // The size is another one in each round, and nobody kept it.
    [InlineData("var bus = new DmaAddr[4];\nint size = 64;\nfor (int i = 0; i < 4; i++)\n{\nbus[i] = dev.MapSingle(buf, size, DmaDirection.ToDevice);\nif (dev.MappingError(bus[i])) return;\nsize += 64;\n}")]
    // Every other element.
    [InlineData("var bus = new DmaAddr[8];\nfor (int i = 0; i < 8; i += 2)\n{\nbus[i] = dev.MapSingle(buf, 64, DmaDirection.ToDevice);\nif (dev.MappingError(bus[i])) return;\n}")]
    public async Task WhatNobodyKnowsThen_IsNotOffered(string statements)
    {
        string source = InMethod(statements);
        Assert.Contains("XDMA1004", System.Linq.Enumerable.Select(await AnalyzerRunner.RunAsync(source), d => d.Id));
        Assert.Empty(await FixRunner.TitlesAsync(source, "XDMA1004"));
    }
}
