using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>What a release gives back, of the right mapping and of a wrong one.</summary>
public class SlotPoolReleaseTests
{
    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void The_last_slot_of_a_segment_does_not_join_the_next_segment(string release)
    {
        using var pool = new TestPool(release, 256);
        pool.Map(128 * IoTlb.SlotSize);
        pool.Unmap(0, 128 * IoTlb.SlotSize);
        Assert.Equal([2, 1, 128, 127], pool.List(126, 4));
    }

    [Fact]
    public void A_second_unmap_of_free_slots_changes_nothing_in_4_18()
    {
        using var pool = new TestPool("4.18", 128);
        pool.Map(0x1000);
        pool.Map(0x1800);
        pool.Unmap(0, 0x1000);
        string before = pool.Snapshot();
        pool.Unmap(0, 0x1000);
        Assert.Equal(before, pool.Snapshot());
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_second_unmap_at_a_slot_start_changes_nothing_in_newer_releases(string release)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x1000, original: 0x5000, minAlign: 0xFFF);
        pool.Map(0x1000, original: 0x6000, minAlign: 0xFFF);
        pool.Unmap(0, 0x1000, minAlign: 0xFFF);
        string before = pool.Snapshot();
        pool.Unmap(0, 0x1000, minAlign: 0xFFF);
        Assert.Equal(before, pool.Snapshot());
        Assert.Equal(2UL, pool.Slots.SlotsInUse);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_second_unmap_inside_a_slot_makes_the_used_count_too_small(string release)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x800, original: 0x5400, minAlign: 0xFFF);
        long other = pool.Map(0x1000, original: 0x6000, minAlign: 0xFFF);
        pool.Unmap(0, 0x800, minAlign: 0xFFF, offset: 0x400);
        Assert.Equal(2UL, pool.Slots.SlotsInUse);
        uint[] list = pool.List(0, 128);

        pool.Unmap(0, 0x800, minAlign: 0xFFF, offset: 0x400);
        Assert.Equal(1UL, pool.Slots.SlotsInUse);
        Assert.Equal(list, pool.List(0, 128));
        Assert.Equal([0, 0], pool.List((int)other, 2));
    }

    [Theory]
    [InlineData("4.18", 2UL)]
    [InlineData("6.1", 0UL)]
    [InlineData("6.14", 0UL)]
    public void Too_small_a_size_strands_the_tail_only_in_4_18(string release, ulong stranded)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x2000);
        pool.Unmap(0, 0x1000);
        Assert.Equal(stranded, pool.Slots.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", 0UL)]
    [InlineData("6.1", 2UL)]
    [InlineData("6.14", 2UL)]
    public void Too_large_a_size_frees_the_neighbour_only_in_4_18(string release, ulong left)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x1000);
        pool.Map(0x1000);
        pool.Unmap(0, 0x2000);
        Assert.Equal(left, pool.Slots.SlotsInUse);
    }

    [Fact]
    public void A_size_of_0_frees_nothing_in_4_18()
    {
        using var pool = new TestPool("4.18", 128);
        pool.Map(0x1000);
        string before = pool.Snapshot();
        pool.Unmap(0, 0);
        Assert.Equal(before, pool.Snapshot());
    }

    [Theory]
    [InlineData("4.18", new uint[] { 0, 1, 0, 0, 124 })]
    [InlineData("6.1", new uint[] { 0, 127, 126, 125, 124 })]
    [InlineData("6.14", new uint[] { 0, 127, 126, 125, 124 })]
    public void An_unmap_at_an_inner_slot_strands_the_front(string release, uint[] list)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x2000);
        pool.Unmap(1, 0x800);
        Assert.Equal(list, pool.List(0, 5));
    }

    [Theory]
    [InlineData("4.18", 1)]
    [InlineData("4.18", 2)]
    [InlineData("6.1", 3)]
    [InlineData("6.1", 4)]
    [InlineData("6.14", 5)]
    [InlineData("6.14", 6)]
    public void Free_runs_are_counted_right_after_any_maps_and_unmaps(string release, int seed)
    {
        var random = new Random(seed);
        using var pool = new TestPool(release, 256);
        var live = new List<(long Slot, ulong Size)>();
        for (int step = 0; step < 2000; step++)
        {
            if (random.Next(5) < 3)
            {
                ulong size = (ulong)random.Next(1, random.Next(4) == 0 ? 0x9000 : 0x1800);
                if (pool.Map(size) is var slot and not TestPool.Full) live.Add((slot, size));
            }
            else if (live.Count != 0)
            {
                int at = random.Next(live.Count);
                pool.Unmap(live[at].Slot, live[at].Size);
                live.RemoveAt(at);
            }

            AssertTablesMatch(pool, live, $"{release}, seed {seed}, step {step}");
        }
    }

    private static void AssertTablesMatch(TestPool pool, List<(long Slot, ulong Size)> live, string place)
    {
        var taken = new bool[256];
        foreach ((long slot, ulong size) in live)
        {
            for (ulong i = 0; i < IoTlb.SlotsFor(size); i++)
            {
                Assert.False(taken[(ulong)slot + i], $"{place}: slot {(ulong)slot + i} is given twice");
                taken[(ulong)slot + i] = true;
            }
        }

        uint[] list = PoolTables.List(pool.Slots);
        for (int i = 255; i >= 0; i--)
        {
            uint expected = taken[i] ? 0 : i % 128 == 127 ? 1 : 1 + list[i + 1];
            Assert.True(expected == list[i], $"{place}: list[{i}] is {list[i]}, expected {expected}");
        }

        ulong used = (ulong)taken.Count(static slot => slot);
        Assert.True(used == pool.Slots.SlotsInUse, $"{place}: {pool.Slots.SlotsInUse} slots in use, expected {used}");
    }
}
