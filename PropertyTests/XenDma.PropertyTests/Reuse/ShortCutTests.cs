using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Reuse;

/// <summary>What the kit keeps by runs, by place or by fingerprint is what it would keep byte by byte.</summary>
public sealed class ShortCutTests
{
    private static readonly Device Any = new("any", new DeviceTraits());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void States_by_runs_are_states_by_bytes(int seed)
    {
        const int Bytes = 3 * (int)XenPage.Size;
        var random = new Random(seed);
        var states = new ByteStates(new MachineLayout { FrameCount = 3 });
        var expected = new ByteState[Bytes];
        for (int round = 0; round < 400; round++)
        {
            int start = random.Next(Bytes), size = random.Next(Math.Min(Bytes - start, round % 2 == 0 ? 40 : Bytes) + 1);
            ByteState set = (ByteState)random.Next(32), cleared = (ByteState)random.Next(32);
            states.Change((ulong)start, (ulong)size, state => (state | set) & ~cleared);
            foreach (ref ByteState state in expected.AsSpan(start, size)) state = (state | set) & ~cleared;
            (start, ByteState asked) = (random.Next(Bytes), (ByteState)random.Next(32));
            size = random.Next(Bytes - start + 1);
            bool holds = expected.Skip(start).Take(size).All(state => (state & asked) == 0);
            Assert.True(holds == states.All((ulong)start, (ulong)size, state => (state & asked) == 0), $"round {round}: {size} bytes from {start} on");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Residues_by_place_are_residues_by_bytes(int seed)
    {
        const int Bytes = 64 * 1024;
        var random = new Random(seed);
        var residues = new SlotResidues();
        var expected = new List<(int Start, byte[] Held, int Step)>();
        for (int step = 0; step < 3000; step++)
        {
            int size = random.Next(1, step % 10 == 0 ? 9000 : 700), start = random.Next(Bytes - size);
            byte[] held = new byte[step % 7 == 0 ? random.Next(size + 1) : size];
            random.NextBytes(held);
            var mapping = new Mapping(step, -1, Any, default, default, (ulong)size, DmaDirection.ToDevice, DmaAttrs.None, IsDirect: false);
            residues.Keep(new PhysAddr((ulong)start), held, new MappingPart(mapping, 0, (ulong)size));
            expected.RemoveAll(left => left.Start < start + size && start < left.Start + left.Held.Length);
            if (held.Length > 0) expected.Add((start, held, step));
        }

        expected.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        Assert.Equal(expected.Select(static left => left.Step), Enumerable.Range(0, residues.Count).Select(place => residues[place].Part.Mapping.Step));
        for (int place = 0; place < residues.Count; place++) Assert.True(residues.BytesOf(residues[place]).SequenceEqual(expected[place].Held));
        for (int at = 0; at < Bytes; at += 97)
        {
            int first = expected.FindIndex(left => left.Start + left.Held.Length > at);
            Assert.Equal(first < 0 ? expected.Count : first, residues.FirstBehind(new PhysAddr((ulong)at)));
        }
    }

    [Fact]
    public void Sums_that_are_known_are_the_sums()
    {
        var random = new Random(6);
        var cache = new SumCache();
        var kept = new Dictionary<(ulong, ulong), byte[]>();
        for (int round = 0; round < 4000; round++)
        {
            // Bytes of which many are alike: zeros, one that differs, the same pattern moved.
            byte[] bytes = new byte[random.Next(1, 200)];
            if (round % 3 == 0) random.NextBytes(bytes);
            else bytes[random.Next(bytes.Length)] = (byte)random.Next(3);
            var print = new SumCache.Fingerprint((ulong)bytes.Length);
            int cut = bytes.Length / 16 * random.Next(2) * 16;
            print.Add(bytes.AsSpan(0, cut));
            print.Add(bytes.AsSpan(cut));
            Assert.True(kept.TryAdd((print.One, print.Other), bytes) || kept[(print.One, print.Other)].AsSpan().SequenceEqual(bytes), "two contents have one fingerprint");
            ulong sum = Contents.Add(Contents.EmptySum, bytes);
            if (cache.TryFind(print, (ulong)bytes.Length, out ulong known)) Assert.Equal(sum, known);
            cache.Add(print, (ulong)bytes.Length, sum);
            Assert.True(cache.TryFind(print, (ulong)bytes.Length, out known) && known == sum);
        }
    }
}
