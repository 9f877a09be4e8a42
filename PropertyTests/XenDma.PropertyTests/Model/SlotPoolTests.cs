using System.Linq;
using XenDma.Bouncing;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The slot search of Linux 4.18 and what all releases share.</summary>
public class SlotPoolTests
{
    [Fact]
    public void The_worked_table_of_4_18_comes_out_step_by_step()
    {
        using var pool = new TestPool("4.18", 256);

        Assert.Equal(0, pool.Map(0x1800));
        Assert.Equal(3UL, pool.Index);
        Assert.Equal([0, 0, 0, 125, 124, 123, 122, 121], pool.List(0, 8));

        Assert.Equal(3, pool.Map(0x200));
        Assert.Equal(4UL, pool.Index);
        Assert.Equal([0, 0, 0, 0, 124], pool.List(0, 5));

        Assert.Equal(4, pool.Map(0x1000));
        Assert.Equal(6UL, pool.Index);
        Assert.Equal([0, 0, 0, 0, 0, 0, 122, 121], pool.List(0, 8));

        pool.Unmap(0, 0x1800);
        Assert.Equal(6UL, pool.Index);
        Assert.Equal([3, 2, 1, 0, 0, 0, 122, 121], pool.List(0, 8));

        Assert.Equal(6, pool.Map(0x800));
        Assert.Equal(7UL, pool.Index);

        pool.Unmap(3, 0x200);
        Assert.Equal(7UL, pool.Index);
        Assert.Equal([4, 3, 2, 1, 0, 0, 0, 121], pool.List(0, 8));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_fresh_pool_counts_down_to_each_segment_end(string release)
    {
        using var pool = new TestPool(release, 256);
        Assert.Equal(Enumerable.Range(0, 256).Select(static i => (uint)(128 - (i % 128))), pool.List(0, 256));
        Assert.All(PoolTables.Original(pool.Slots), static original => Assert.Equal(ulong.MaxValue, original));
    }

    [Fact]
    public void A_run_that_does_not_fit_before_the_segment_end_starts_in_the_next_segment()
    {
        using var pool = new TestPool("4.18", 256);
        pool.Map(124 * IoTlb.SlotSize);
        pool.Unmap(pool.Map(0x1000), 0x1000);
        Assert.Equal(126UL, pool.Index);

        Assert.Equal(128, pool.Map(0x1800));
        Assert.Equal(131UL, pool.Index);
        Assert.Equal([4, 3, 2, 1], pool.List(124, 4));
    }

    [Fact]
    public void Spanning_candidates_are_passed_and_the_runs_before_the_slot_are_recounted()
    {
        using var pool = new TestPool("4.18", 256);
        pool.Map(16 * IoTlb.SlotSize);
        pool.Unmap(pool.Map(4 * IoTlb.SlotSize), 4 * IoTlb.SlotSize);
        Assert.Equal(20UL, pool.Index);

        Assert.Equal(32, pool.Map(0x8000, boundary: 0xFFFF));
        Assert.Equal(48UL, pool.Index);
        Assert.Equal(Enumerable.Range(0, 16).Select(static i => (uint)(16 - i)), pool.List(16, 16));
    }

    [Fact]
    public void The_index_wraps_at_exactly_the_number_of_slots()
    {
        using var pool = new TestPool("4.18", 256);
        pool.Map(128 * IoTlb.SlotSize);
        pool.Map(122 * IoTlb.SlotSize);
        Assert.Equal(250UL, pool.Index);

        Assert.Equal(250, pool.Map(0x3000));
        Assert.Equal(0UL, pool.Index);
    }

    [Fact]
    public void A_start_that_rounds_up_to_the_end_begins_at_slot_0()
    {
        using var pool = new TestPool("4.18", 256);
        pool.Map(128 * IoTlb.SlotSize);
        pool.Map(127 * IoTlb.SlotSize);
        pool.Unmap(0, 128 * IoTlb.SlotSize);
        Assert.Equal(255UL, pool.Index);

        Assert.Equal(0, pool.Map(0x1000));
        Assert.Equal(2UL, pool.Index);
    }

    [Fact]
    public void The_boundary_counts_from_the_base_address()
    {
        using var pool = new TestPool("4.18", 256, boundaryBase: 0x10001000);
        Assert.Equal(0, pool.Map(0x1000, boundary: 0x1FFF));
        Assert.Equal(2, pool.Map(0x1800, boundary: 0x1FFF));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_mapping_takes_at_most_one_segment(string release)
    {
        using var pool = new TestPool(release, 256);
        string before = pool.Snapshot();
        Assert.Equal(TestPool.Full, pool.Map(0x40001));
        Assert.Equal(before, pool.Snapshot());
        Assert.Equal(0, pool.Map(0x40000));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_full_pool_has_not_even_room_for_one_byte(string release)
    {
        using var pool = new TestPool(release, 128);
        Assert.Equal(0, pool.Map(0x40000));
        Assert.Equal(0UL, pool.Index);
        Assert.Equal(128UL, pool.Slots.SlotsInUse);

        string before = pool.Snapshot();
        Assert.Equal(TestPool.Full, pool.Map(1));
        Assert.Equal(before, pool.Snapshot());
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_boundary_that_is_no_power_of_two_is_a_bug_and_changes_nothing(string release)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x1800);
        string before = pool.Snapshot();
        Assert.Throws<KernelBugException>(() => pool.Map(0x200, boundary: 0x2FFF));
        Assert.Equal(before, pool.Snapshot());
    }

    [Theory]
    [InlineData("4.18", true)]
    [InlineData("6.1", false)]
    [InlineData("6.14", false)]
    public void Newer_releases_look_for_free_slots_before_they_look_at_the_boundary(string release, bool isBug)
    {
        using var pool = new TestPool(release, 128);
        pool.Map(0x40000);
        if (isBug) Assert.Throws<KernelBugException>(() => pool.Map(1, boundary: 0x2FFF));
        else Assert.Equal(TestPool.Full, pool.Map(1, boundary: 0x2FFF));
    }

    [Theory]
    [InlineData("4.18", 0UL)]
    [InlineData("6.1", 0UL)]
    [InlineData("6.14", 0UL)]
    [InlineData("4.18", 1UL << 43)]
    [InlineData("6.1", 1UL << 43)]
    public void No_slots_wanted_is_a_bug_and_changes_nothing(string release, ulong size)
    {
        using var pool = new TestPool(release, 128);
        string before = pool.Snapshot();
        Assert.Throws<KernelBugException>(() => pool.Map(size));
        Assert.Equal(before, pool.Snapshot());
    }

    [Fact]
    public void Slots_remember_the_original_slot_by_slot()
    {
        using var pool = new TestPool("4.18", 128);
        pool.Map(0x1400, original: 0x1234567);
        Assert.Equal(pool.Slots.Start.Value, pool.Address);
        Assert.Equal([0x1234567, 0x1234D67, 0x1235567, ulong.MaxValue], PoolTables.Original(pool.Slots).Take(4));
    }

    [Fact]
    public void A_pool_that_ends_inside_a_segment_lists_that_segment_as_whole()
    {
        using var pool = new TestPool("4.18", 160);
        Assert.Equal(96u, pool.List(160, 1)[0]);
        pool.Map(128 * IoTlb.SlotSize);
        Assert.Equal(128, pool.Map(40 * IoTlb.SlotSize));
        Assert.Equal(0UL, pool.Index);
        Assert.Equal(160UL, pool.Slots.SlotsInUse);
    }
}
