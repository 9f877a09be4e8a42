using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The pool's look at its own tables finds what is wrong with them.</summary>
public sealed class WellFormedPoolTests
{
    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Maps_and_unmaps_leave_well_formed_tables(string release)
    {
        using var pool = new TestPool(release, 256);
        Assert.Null(pool.Slots.FindFault());
        long first = pool.Map(0x1800), second = pool.Map(0x4000), third = pool.Map(0x800);
        pool.Unmap(second, 0x4000);
        Assert.Null(pool.Slots.FindFault());
        pool.Unmap(third, 0x800);
        pool.Unmap(first, 0x1800);
        Assert.Null(pool.Slots.FindFault());
    }

    [Fact]
    public void A_wrong_count_is_found()
    {
        using var pool = new TestPool("6.14", 256);
        PoolTables.List(pool.Slots)[5] = 7;
        Assert.Equal("slot 5 counts 7 free slots, the one behind it 122", pool.Slots.FindFault());
    }

    [Fact]
    public void A_count_over_a_segment_s_end_is_found()
    {
        using var pool = new TestPool("6.14", 256);
        PoolTables.List(pool.Slots)[127] = 129;
        Assert.Equal("slot 127 counts 129 free slots, the one behind it 0", pool.Slots.FindFault());
    }

    [Fact]
    public void A_free_slot_that_mirrors_something_is_found()
    {
        using var pool = new TestPool("6.14", 128);
        PoolTables.Original(pool.Slots)[3] = 0x1000;
        Assert.Equal("slot 3 is free and mirrors 0x1000", pool.Slots.FindFault());
    }

    [Fact]
    public void A_counter_that_the_lists_contradict_is_found()
    {
        using var pool = new TestPool("6.14", 128);
        PoolTables.List(pool.Slots)[0] = 0;
        Assert.Equal("0 slots are counted as taken, 1 are", pool.Slots.FindFault());
    }
}
