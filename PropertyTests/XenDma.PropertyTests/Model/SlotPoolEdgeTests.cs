using System;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The pool at its edges: the last slot, the last byte, what is given back twice, what a defect does to a byte.</summary>
public sealed class SlotPoolEdgeTests
{
    private const ulong Start = 0x2000000;
    private const ulong Original = 0x1234C00;

    [Fact]
    public void A_pool_of_less_than_a_segment_lists_what_it_has()
    {
        using var pool = new TestPool(Semantics.Contract, 96);
        Assert.Equal([96, 95], pool.List(0, 2));
        Assert.Equal([2, 1], pool.List(94, 2));
        Assert.Equal(TestPool.Full, pool.Map(97 * IoTlb.SlotSize));
        Assert.Equal(0, pool.Map(96 * IoTlb.SlotSize));
    }

    [Fact]
    public void The_end_is_outside()
    {
        using var pool = new TestPool("6.14", 128);
        Assert.True(pool.Slots.Contains(pool.Slots.Start));
        Assert.True(pool.Slots.Contains(new PhysAddr(pool.Slots.End.Value - 1)));
        Assert.False(pool.Slots.Contains(pool.Slots.End));
        Assert.False(pool.Slots.Contains(new PhysAddr(pool.Slots.Start.Value - 1)));
    }

    [Theory]
    [InlineData("contract")]
    [InlineData("6.14")]
    public void A_slot_given_back_twice_is_free_once(string release)
    {
        using var pool = new TestPool(release, 128);
        long slot = pool.Map(0x1000);
        pool.Unmap(slot, 0x1000);
        string once = pool.Snapshot();
        pool.Unmap(slot, 0x1000);
        Assert.Equal(once, pool.Snapshot());
    }

    /// <summary>As long as callers' sizes are trusted, a second unmap of a longer mapping frees what is taken behind it.</summary>
    [Fact]
    public void A_second_longer_unmap_takes_a_neighbour_s_slots_at_4_18()
    {
        using var pool = new TestPool("4.18", 128);
        long first = pool.Map(0x800), second = pool.Map(0x800);
        pool.Unmap(first, 0x800);
        pool.Unmap(first, 0x1000);
        Assert.Equal((0L, 1L), (first, second));
        Assert.Equal(0UL, pool.Slots.SlotsInUse);
    }

    /// <summary>What is given back is counted in one piece over segments' ends, and the slots before it in their segment count on from there.</summary>
    [Fact]
    public void A_release_of_more_than_a_mapping_held_counts_higher_at_4_18()
    {
        using var pool = new TestPool("4.18", 512);
        pool.Map(0x800);
        pool.Unmap(100, 300 * IoTlb.SlotSize);
        Assert.Equal([0, 399, 398], pool.List(0, 3));
        Assert.Equal([301, 300, 299], pool.List(99, 3));
        Assert.Equal([1, 112, 111], pool.List(399, 3));
    }

    /// <summary>A size that with its offset reaches into one more slot gives that slot back as well.</summary>
    [Fact]
    public void A_caller_s_size_counts_from_the_slot_s_first_byte()
    {
        using var pool = new TestPool(Defect.Find(nameof(Semantics.UnmapTrustsSize))!.Alone, 128);
        long slot = pool.Map(0x700, original: 0x5200, minAlign: 0xFFF);
        Assert.Equal(2UL, pool.Slots.SlotsInUse);
        pool.Unmap(slot, 0x700, minAlign: 0xFFF, offset: 0x200);
        Assert.Equal(0UL, pool.Slots.SlotsInUse);
    }

    /// <summary>As long as a copy reckons with the device's bits as they are now, bits that were set after the map shift it.</summary>
    [Fact]
    public void A_copy_with_other_kept_bits_than_the_map_s_goes_elsewhere_at_6_1()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = (Start >> XenPage.Shift) + 64 });
        var pool = new SlotPool(machine, Semantics.Contract with { ReleaseUsesCurrentMinAlign = true }, new PhysAddr(Start), 128);
        Assert.True(pool.TryTake(new SlotRequest(Original, 0x1000, 0, 0, Start), out PhysAddr slot));
        machine.Memory.Cpu(slot, 0x1000).Fill(9);
        pool.CopyPart(slot + 0x400, 0x100, BounceWay.Out, minAlignMask: 0xFFF);
        Assert.Equal((Original, 0x100UL), Changed(machine));
    }

    [Fact]
    public void A_pool_of_part_of_a_segment_is_well_formed()
    {
        using var pool = new TestPool(Semantics.Contract, 96);
        Assert.Null(pool.Slots.FindFault());
        PoolTables.List(pool.Slots)[95] = 2;
        Assert.Equal("slot 95 counts 2 free slots, the one behind it 0", pool.Slots.FindFault());
    }

    /// <summary>What 6.1 warns of names the bytes from the mapping's first byte on.</summary>
    [Fact]
    public void An_overflow_of_a_mapping_with_an_offset_names_its_own_bytes()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = (Start >> XenPage.Shift) + 64 });
        var pool = new SlotPool(machine, Semantics.Linux6_1, new PhysAddr(Start), 128);
        Assert.True(pool.TryTake(new SlotRequest(Original + 0x300, 0x10, 0xFFF, 0, Start), out PhysAddr slot));
        pool.CopyPart(slot + 0x20, 1, BounceWay.Out, minAlignMask: 0xFFF);
        Assert.Contains("Allocation size: 16. Mapping size: 33.", Assert.Single(machine.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_beyond_the_lists_is_told()
    {
        using var pool = new TestPool("4.18", 128);
        long slot = pool.Map(0x800);
        MachineFaultException fault = Assert.Throws<MachineFaultException>(() => pool.Unmap(slot, (128 * IoTlb.SlotSize) + 1));
        Assert.Equal("release of 129 slots at slot 0: the pool's lists end at slot 128", fault.Message);
        pool.Unmap(slot, 128 * IoTlb.SlotSize);
        Assert.Equal(0UL, pool.Slots.SlotsInUse);
    }

    [Fact]
    public void Each_cpu_searches_its_own_area_first_and_then_the_others()
    {
        using var pool = new TestPool("6.14", 256, areas: 2);
        Assert.Equal(128, pool.Map(IoTlb.SegmentSize, cpu: 1));
        Assert.Equal(0, pool.Map(IoTlb.SegmentSize, cpu: 1));
        Assert.Equal(TestPool.Full, pool.Map(1, cpu: 0));
        Assert.Equal(TestPool.Full, pool.Map(1, cpu: 1));
    }

    /// <summary>The kept bits are reckoned from the pool's start as far as the boundary mask leaves it.</summary>
    [Theory]
    [InlineData("6.14", 0xFFFFUL, 0xC000UL)]
    [InlineData("6.14", 0xFFFUL, 0UL)]
    [InlineData("contract", 0xFFFUL, 0xC000UL)]
    public void A_pool_that_begins_anywhere_keeps_bits_above_a_page(string release, ulong boundary, ulong expected)
    {
        using var pool = new TestPool(release, 128, boundaryBase: 0x4000, start: 0x4000);
        long slot = pool.Map(0x800, original: 0x10000, minAlign: 0xFFFF, boundary: boundary);
        Assert.Equal(expected, (ulong)slot << IoTlb.SlotShift);
    }

    [Fact]
    public void A_sync_is_cut_at_the_mapping_s_end_wherever_it_begins()
    {
        using Machine machine = MachineWithMapping(Semantics.Contract, out SlotPool pool);
        pool.CopyPart(new PhysAddr(Start + 0x800), 0x1000, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((Original + 0x800, 0x800UL), Changed(machine));
        Assert.StartsWith("Buffer overflow detected. Allocation size: 2048. Mapping size: 4096.", Assert.Single(machine.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x400UL, 0xC00UL)]
    [InlineData(0UL, 0x1000UL)]
    public void A_sync_to_the_last_byte_is_no_overflow(ulong at, ulong size)
    {
        using Machine machine = MachineWithMapping(Semantics.Contract, out SlotPool pool);
        pool.CopyPart(new PhysAddr(Start + at), size, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((Original + at, size), Changed(machine));
        Assert.Empty(machine.Log.Lines);
    }

    /// <summary>Sixteen bytes are mapped: a sync behind them, in the same slot, is refused by 6.1.</summary>
    [Theory]
    [InlineData(0x11UL, "Allocation size: 16. Mapping size: 18.")]
    [InlineData(0x10UL, "Allocation size: 0. Mapping size: 1.")]
    public void A_sync_behind_the_mapping_copies_nothing(ulong at, string words)
    {
        using var machine = new Machine(new MachineLayout { FrameCount = (Start >> XenPage.Shift) + 64 });
        var pool = new SlotPool(machine, Semantics.Linux6_1, new PhysAddr(Start), 128);
        Assert.True(pool.TryTake(new SlotRequest(Original, 0x10, 0, 0, Start), out _));
        machine.Memory.Cpu(new PhysAddr(Start), 0x800).Fill(9);
        pool.CopyPart(new PhysAddr(Start + at), 1, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((0UL, 0UL), Changed(machine));
        Assert.Contains(words, Assert.Single(machine.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_offset_that_a_mapping_was_made_with_holds_for_its_copies()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = (Start >> XenPage.Shift) + 64 });
        var pool = new SlotPool(machine, Semantics.Contract, new PhysAddr(Start), 128);
        Assert.True(pool.TryTake(new SlotRequest(Original, 0x100, 0xFFF, 0, Start), out PhysAddr slot));
        machine.Memory.Cpu(slot, 0x100).Fill(9);
        pool.CopyMapping(slot, 0x100, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((Original, 0x100UL), Changed(machine));
    }

    /// <summary>The mapping begins 0xC00 bytes into its page: what is synced from 0x500 on lies in the next page, and lands in the first.</summary>
    [Theory]
    [InlineData(0x500UL, 0x40UL, 0x1234100UL)]
    [InlineData(0x100UL, 0x40UL, 0x1234D00UL)]
    public void High_memory_lands_in_the_wrong_page(ulong at, ulong size, ulong expected)
    {
        using Machine machine = MachineWithMapping(Defect.Find(nameof(Semantics.HighmemSyncWrongPage))!.Alone, out SlotPool pool);
        pool.CopyPart(new PhysAddr(Start + at), size, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((expected, size), Changed(machine));
    }

    /// <summary>From the second slot on the whole mapping's rest is copied page by page.</summary>
    [Fact]
    public void High_memory_is_copied_page_by_page()
    {
        using Machine machine = MachineWithMapping(Defect.Find(nameof(Semantics.HighmemSyncWrongPage))!.Alone, out SlotPool pool);
        pool.CopyMapping(new PhysAddr(Start), 0x1000, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((Original, 0x1000UL), Changed(machine));
        Assert.True(machine.Memory.Cpu(new PhysAddr(Original), 0x1000).SequenceEqual(machine.Memory.Cpu(new PhysAddr(Start), 0x1000)));
    }

    /// <summary>0x1000 bytes at 0x1234C00, mapped at the pool's start; the slots hold a pattern without zeros.</summary>
    private static Machine MachineWithMapping(Semantics semantics, out SlotPool pool)
    {
        var machine = new Machine(new MachineLayout { FrameCount = (Start >> XenPage.Shift) + 64 });
        pool = new SlotPool(machine, semantics, new PhysAddr(Start), 128);
        Assert.True(pool.TryTake(new SlotRequest(Original, 0x1000, 0, 0, Start), out PhysAddr slot));
        Assert.Equal(Start, slot.Value);
        Span<byte> slots = machine.Memory.Cpu(slot, 0x2000);
        for (int i = 0; i < slots.Length; i++) slots[i] = (byte)((i * 7 % 251) + 1);
        return machine;
    }

    private static (ulong First, ulong Size) Changed(Machine machine)
    {
        Span<byte> around = machine.Memory.Cpu(new PhysAddr(Original - 0x2000), 0x6000);
        int first = around.IndexOfAnyExcept((byte)0);
        return first < 0 ? (0, 0) : (Original - 0x2000 + (ulong)first, (ulong)(around.LastIndexOfAnyExcept((byte)0) - first + 1));
    }
}
