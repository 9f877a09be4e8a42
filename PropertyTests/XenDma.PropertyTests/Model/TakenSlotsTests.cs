using XenDma.Bouncing;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Slots that a recording names are taken without a search: as a search would have, or not at all.</summary>
public sealed class TakenSlotsTests
{
    private const ulong Start = 0x40000000;
    private const ulong Original = 0x5000;

    [Theory]
    [InlineData(0x1000UL, 0UL, 0L)]
    [InlineData(0x1800UL, 0xFFFUL, 0L)]
    [InlineData(128 * IoTlb.SlotSize, 0UL, 128L)]
    public void The_tables_are_those_that_a_search_leaves(ulong size, ulong minAlign, long at)
    {
        using var searched = new TestPool(Semantics.Contract, 256);
        using var named = new TestPool(Semantics.Contract, 256);
        if (at != 0)
        {
            searched.Map(0x800);
            named.Map(0x800);
        }

        Assert.Equal(at, searched.Map(size, Original + 0x300, minAlign));
        Assert.True(named.Slots.TryTakeAt(Request(size, minAlign, Original + 0x300), new PhysAddr(searched.Address)));
        Assert.Equal(searched.Snapshot(), named.Snapshot());
    }

    [Fact]
    public void The_run_lies_in_the_area_whose_index_goes_on()
    {
        using var pool = new TestPool(Semantics.Contract, 512, areas: 2);
        Assert.True(pool.Slots.TryTakeAt(Request(0x1000), Slot(258)));
        Assert.Equal((0UL, 4UL), (PoolTables.Index(pool.Slots, 0), PoolTables.Index(pool.Slots, 1)));
        Assert.Equal(2UL, pool.Slots.SlotsInUse);
        uint[] expected = [2, 1, 0, 0, 124];
        Assert.Equal(expected, pool.List(256, 5));
        Assert.Equal(128U, pool.List(0, 1)[0]);
    }

    [Theory]
    [InlineData(0x40000000UL + (96 * IoTlb.SlotSize), 0x800UL, 0UL, "behind the pool")]
    [InlineData(0x40000000UL - 1, 0x800UL, 0UL, "before the pool")]
    [InlineData(0x40000000UL, 0x800UL, 0xFFFUL, "its offset would lie before the pool")]
    [InlineData(0x40000000UL, 0UL, 0UL, "no bytes")]
    [InlineData(0x40000000UL, 129 * IoTlb.SlotSize, 0UL, "more than a segment")]
    [InlineData(0x40000000UL + (95 * IoTlb.SlotSize), 0x801UL, 0UL, "its end is behind the pool")]
    [InlineData(0x40000000UL + (10 * IoTlb.SlotSize), 0x800UL, 0UL, "taken")]
    [InlineData(0x40000000UL + (9 * IoTlb.SlotSize), 0x801UL, 0UL, "its last slot is taken")]
    [InlineData(0x40000000UL + (11 * IoTlb.SlotSize), 0x801UL, 0UL, "its first slot is taken")]
    public void A_run_that_is_not_to_be_had_changes_nothing(ulong slot, ulong size, ulong minAlign, string why)
    {
        using var pool = new TestPool(Semantics.Contract, 96);
        Assert.True(pool.Slots.TryTakeAt(Request(0x1000), Slot(10)));
        string before = pool.Snapshot();
        Assert.False(pool.Slots.TryTakeAt(Request(size, minAlign, Original + 0x300), new PhysAddr(slot)), why);
        Assert.Equal(before, pool.Snapshot());
    }

    [Fact]
    public void A_run_does_not_cross_a_segment_s_end()
    {
        using var pool = new TestPool(Semantics.Contract, 256);
        Assert.False(pool.Slots.TryTakeAt(Request(0x1001), Slot(126)));
        Assert.True(pool.Slots.TryTakeAt(Request(0x1000), Slot(126)));
        Assert.True(pool.Slots.TryTakeAt(Request(128 * IoTlb.SlotSize), Slot(128)));
        Assert.Equal(130UL, pool.Slots.SlotsInUse);
    }

    [Fact]
    public void The_last_slots_of_the_pool_can_be_had_and_its_first_with_an_offset()
    {
        using var pool = new TestPool(Semantics.Contract, 96);
        Assert.True(pool.Slots.TryTakeAt(Request(0x1000), Slot(94)));
        Assert.True(pool.Slots.TryTakeAt(Request(0x100, 0xFFF, Original + 0x300), Slot(0) + 0x300));
        Assert.Equal(3UL, pool.Slots.SlotsInUse);
        Assert.Equal(0U, pool.List(0, 1)[0]);
    }

    [Fact]
    public void A_slot_is_taken_from_its_first_byte_to_its_last()
    {
        using var pool = new TestPool(Semantics.Contract, 96);
        Assert.True(pool.Slots.TryTakeAt(Request(0x800), Slot(10)));
        Assert.True(pool.Slots.IsTaken(Slot(10)));
        Assert.True(pool.Slots.IsTaken(Slot(11) + ulong.MaxValue));
        Assert.False(pool.Slots.IsTaken(Slot(11)));
        Assert.False(pool.Slots.IsTaken(Slot(9)));
        Assert.False(pool.Slots.IsTaken(Slot(96)));
        Assert.False(pool.Slots.IsTaken(new PhysAddr(Original)));
    }

    private static SlotRequest Request(ulong size, ulong minAlign = 0, ulong original = Original) => new(original, size, minAlign, 0, 0x10000000);

    private static PhysAddr Slot(ulong slot) => new(Start + (slot << IoTlb.SlotShift));
}
