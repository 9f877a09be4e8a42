using System.Linq;
using XenDma.Bouncing;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The slot search of 6.1 and 6.14: kept low address bits, areas, endless walks.</summary>
public class SlotPoolAlignmentTests
{
    [Fact]
    public void The_worked_table_of_6_1_comes_out_step_by_step()
    {
        using var pool = new TestPool("6.1", 256, boundaryBase: 0x40000000);
        AssertMap(pool, 0x1234400, 0x1000, 0xFFF, slot: 0, address: 0x40000400, index: 3, used: 3);
        Assert.Equal([0x1000UL, 0x800UL, 0UL], PoolTables.AllocSize(pool.Slots).Take(3));
        AssertMap(pool, 0x1234C00, 0x1000, 0xFFF, slot: 5, address: 0x40002C00, index: 8, used: 6);
        AssertMap(pool, 0x1234400, 0x800, 0xFFF, slot: 8, address: 0x40004400, index: 10, used: 8);
        AssertMap(pool, 0x1234000, 0x1000, 0, slot: 10, address: 0x40005000, index: 12, used: 10);
    }

    [Fact]
    public void The_worked_table_of_6_14_packs_closer()
    {
        using var pool = new TestPool("6.14", 256, boundaryBase: 0x40000000);
        AssertMap(pool, 0x1234400, 0x1000, 0xFFF, slot: 0, address: 0x40000400, index: 3, used: 3);
        AssertMap(pool, 0x1234C00, 0x1000, 0xFFF, slot: 3, address: 0x40001C00, index: 6, used: 6);
        AssertMap(pool, 0x1234400, 0x800, 0xFFF, slot: 6, address: 0x40003400, index: 8, used: 8);
        AssertMap(pool, 0x1234000, 0x1000, 0, slot: 8, address: 0x40004000, index: 10, used: 10);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_release_inside_the_first_slot_frees_the_whole_mapping(string release)
    {
        using var pool = new TestPool(release, 256, boundaryBase: 0x40000000);
        pool.Map(0x1000, original: 0x1234400, minAlign: 0xFFF);
        pool.Unmap(0, size: 1, minAlign: 0xFFF, offset: 0x400);
        Assert.Equal(0UL, pool.Slots.SlotsInUse);
        Assert.Equal([128, 127, 126, 125], pool.List(0, 4));
        Assert.Equal([0, 0, 0], PoolTables.AllocSize(pool.Slots).Take(3));
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Original_address_0_asks_for_no_kept_bits(string release)
    {
        using var pool = new TestPool(release, 256, boundaryBase: 0x40000800);
        Assert.Equal(0, pool.Map(0x800, original: 0, minAlign: 0xFFF));
    }

    [Theory]
    [InlineData("6.1", 32)]
    [InlineData("6.14", 64)]
    public void Page_sized_mappings_with_kept_bits_fill_half_a_pool_in_6_1(string release, int held)
    {
        using var pool = new TestPool(release, 128);
        int count = 0;
        while (pool.Map(0x1000, original: 0x5000, minAlign: 0xFFF) != TestPool.Full) count++;
        Assert.Equal(held, count);
        Assert.Equal((ulong)held * 2, pool.Slots.SlotsInUse);
    }

    [Fact]
    public void A_walk_that_never_meets_its_start_hangs_6_1()
    {
        using TestPool pool = PoolWithRunsOfTwo("6.1");
        string before = pool.Snapshot();
        Assert.Throws<KernelHangException>(() => pool.Map(0x1000, original: 0x7C00, minAlign: 0xFFF));
        Assert.Equal(before, pool.Snapshot());
    }

    [Fact]
    public void The_same_walk_ends_in_6_14()
    {
        using TestPool pool = PoolWithRunsOfTwo("6.14");
        string before = pool.Snapshot();
        Assert.Equal(TestPool.Full, pool.Map(0x1000, original: 0x7C00, minAlign: 0xFFF));
        Assert.Equal(before, pool.Snapshot());
    }

    [Theory]
    [InlineData("6.1", 31L)]
    [InlineData("6.14", TestPool.Full)]
    public void The_counted_walk_of_6_14_may_end_before_it_is_around(string release, long slot)
    {
        using var pool = new TestPool(release, 128, boundaryBase: 0x40000000);
        for (int i = 0; i < 128; i++) Assert.Equal(i, pool.Map(0x800));
        for (int i = 0; i < 40; i++) pool.Unmap(i, 0x800);
        pool.Unmap(pool.Map(40 * IoTlb.SlotSize), 40 * IoTlb.SlotSize);
        Assert.Equal(40UL, pool.Index);

        // Slot 31 is free and has the kept bits; 63, 95 and 127 have them too, and are taken.
        Assert.Equal(slot, pool.Map(0x800, original: 0x123F800, minAlign: 0xFFFF));
    }

    [Fact]
    public void No_bytes_at_a_kept_offset_still_take_a_slot()
    {
        using var pool = new TestPool("6.1", 128);
        Assert.Equal(0, pool.Map(0, original: 0x5400, minAlign: 0xFFF));
        Assert.Equal(1UL, pool.Slots.SlotsInUse);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Each_cpu_begins_in_its_own_area(string release)
    {
        using var pool = new TestPool(release, 512, areas: 2);
        Assert.Equal(0, pool.Map(0x1000, cpu: 0));
        Assert.Equal(256, pool.Map(0x1000, cpu: 1));
        Assert.Equal(258, pool.Map(0x1000, cpu: 3));
        Assert.Equal(2UL, PoolTables.Index(pool.Slots, 0));
        Assert.Equal(4UL, PoolTables.Index(pool.Slots, 1));
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_full_area_passes_the_search_on_to_the_next(string release)
    {
        using var pool = new TestPool(release, 256, areas: 2);
        Assert.Equal(128, pool.Map(0x40000, cpu: 1));
        Assert.Equal(0, pool.Map(0x1000, cpu: 1));
        Assert.Equal(130UL, pool.Slots.SlotsInUse);
    }

    [Fact]
    public void A_mapping_over_the_border_of_small_areas_counts_for_its_first_slot()
    {
        using var pool = new TestPool("6.1", 512, areas: 16);
        pool.Unmap(pool.Map(20 * IoTlb.SlotSize), 20 * IoTlb.SlotSize);
        Assert.Equal(20, pool.Map(20 * IoTlb.SlotSize));
        Assert.Equal(0UL, pool.Index);
        Assert.Equal(0UL, PoolTables.Index(pool.Slots, 1));
        Assert.Equal(20UL, pool.Slots.SlotsInUse);

        // 12 slots of the first area are free by its count: 13 are looked for in the second.
        Assert.Equal(40, pool.Map(13 * IoTlb.SlotSize));
        pool.Unmap(40, 13 * IoTlb.SlotSize);
        pool.Unmap(20, 20 * IoTlb.SlotSize);
        Assert.Equal(0UL, pool.Slots.SlotsInUse);
    }

    // 128 slots in which every second pair is free, and the search starts at slot 1.
    private static TestPool PoolWithRunsOfTwo(string release)
    {
        var pool = new TestPool(release, 128);
        for (int i = 0; i < 64; i++) Assert.Equal(2 * i, pool.Map(0x1000));
        for (int i = 0; i < 64; i += 2) pool.Unmap(2 * i, 0x1000);
        Assert.Equal(0, pool.Map(0x800));
        Assert.Equal(1UL, pool.Index);
        return pool;
    }

    private static void AssertMap(
        TestPool pool, ulong original, ulong size, ulong minAlign, long slot, ulong address, ulong index, ulong used)
    {
        Assert.Equal(slot, pool.Map(size, original, minAlign));
        Assert.Equal(address, pool.Address);
        Assert.Equal(index, pool.Index);
        Assert.Equal(used, pool.Slots.SlotsInUse);
    }
}
