using System;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The worked copy table: 0x1000 bytes at 0x1234400, mapped at S + 0x400 in the slots from S = 0x2000000 on.</summary>
public class SlotPoolCopyTests
{
    private const ulong Start = 0x2000000;
    private const ulong Original = 0x1234400;
    private const byte Untouched = 0;

    [Theory]
    [InlineData("6.1", 0x400UL, 0x1000UL, 0x1234400UL, 0x1000UL)]
    [InlineData("6.1", 0x700UL, 0x100UL, 0x1234700UL, 0x100UL)]
    [InlineData("6.1", 0xC00UL, 0x800UL, 0x1234C00UL, 0x800UL)]
    [InlineData("6.1", 0xC00UL, 0x900UL, 0x1234C00UL, 0x800UL)]
    [InlineData("6.14", 0x400UL, 0x1000UL, 0x1234400UL, 0x1000UL)]
    [InlineData("6.14", 0x700UL, 0x100UL, 0x1234700UL, 0x100UL)]
    [InlineData("6.14", 0x800UL, 0x100UL, 0x1234800UL, 0x100UL)]
    [InlineData("6.14", 0xC00UL, 0x800UL, 0x1234C00UL, 0x800UL)]
    [InlineData("6.14", 0xC00UL, 0x900UL, 0x1234C00UL, 0x800UL)]
    [InlineData("6.14", 0x1000UL, 0x100UL, 0x1235000UL, 0x100UL)]
    [InlineData("6.14", 0x300UL, 0x10UL, 0x1234300UL, 0x10UL)]
    public void A_sync_copies_exactly_these_bytes(string release, ulong at, ulong size, ulong expected, ulong expectedSize)
    {
        using Machine machine = MachineWithMapping(release, out SlotPool pool);
        pool.CopyPart(new PhysAddr(Start + at), size, BounceWay.Out, minAlignMask: 0xFFF);

        Assert.Equal((expected, expectedSize), ChangedOriginal(machine));
        Span<byte> slots = machine.Memory.Cpu(new PhysAddr(Start + at), (int)expectedSize);
        Assert.Equal(slots, machine.Memory.Cpu(new PhysAddr(expected), (int)expectedSize));
    }

    [Theory]
    [InlineData(0x800UL, 0x100UL)]
    [InlineData(0x1000UL, 0x100UL)]
    [InlineData(0x300UL, 0x10UL)]
    public void A_sync_that_starts_below_the_kept_offset_is_refused_by_6_1(ulong at, ulong size)
    {
        using Machine machine = MachineWithMapping("6.1", out SlotPool pool);
        pool.CopyPart(new PhysAddr(Start + at), size, BounceWay.Out, minAlignMask: 0xFFF);

        Assert.Equal((0UL, 0UL), ChangedOriginal(machine));
        Assert.Contains("Access before mapping start detected. orig offset 1024", Assert.Single(machine.Log.Lines).Message);
    }

    [Fact]
    public void Each_refusal_is_told_once_per_boot()
    {
        using Machine machine = MachineWithMapping("6.1", out SlotPool pool);
        for (int i = 0; i < 3; i++)
        {
            pool.CopyPart(new PhysAddr(Start + 0x800), 0x100, BounceWay.Out, minAlignMask: 0xFFF);
            pool.CopyPart(new PhysAddr(Start + 0xC00), 0x900, BounceWay.Out, minAlignMask: 0xFFF);
        }

        Assert.Equal(2, machine.Log.Count);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_copy_in_writes_the_slots_and_not_the_original(string release)
    {
        using Machine machine = MachineWithMapping(release, out SlotPool pool);
        pool.CopyPart(new PhysAddr(Start + 0x700), 0x100, BounceWay.In, minAlignMask: 0xFFF);

        Assert.Equal((0UL, 0UL), ChangedOriginal(machine));
        Assert.Equal(new byte[0x100], machine.Memory.Cpu(new PhysAddr(Start + 0x700), 0x100));
        Assert.Equal(SlotByte(Start + 0x6FF), machine.Memory.Cpu(new PhysAddr(Start + 0x6FF), 1)[0]);
        Assert.Equal(SlotByte(Start + 0x800), machine.Memory.Cpu(new PhysAddr(Start + 0x800), 1)[0]);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Without_kept_bits_a_sync_in_any_slot_copies(string release)
    {
        using Machine machine = MachineWithMapping(release, out SlotPool pool, minAlign: 0);
        pool.CopyPart(new PhysAddr(Start + 0xA10), 0x20, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((Original + 0xA10, 0x20UL), ChangedOriginal(machine));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_free_slot_has_nothing_to_copy(string release)
    {
        using Machine machine = MachineWithMapping(release, out SlotPool pool, minAlign: 0);
        pool.Release(new PhysAddr(Start), 0x1000, minAlignMask: 0);
        pool.CopyPart(new PhysAddr(Start), 0x100, BounceWay.Out, minAlignMask: 0);
        Assert.Equal((0UL, 0UL), ChangedOriginal(machine));
    }

    // The slots hold a pattern, the original nothing: what a copy out changed is what it copied.
    private static Machine MachineWithMapping(string release, out SlotPool pool, ulong minAlign = 0xFFF)
    {
        var machine = new Machine(new MachineLayout { FrameCount = (Start >> XenPage.Shift) + 64 });
        pool = new SlotPool(machine, TestGuest.Release(release), new PhysAddr(Start), 128);
        Assert.True(pool.TryTake(new SlotRequest(Original, 0x1000, minAlign, boundaryMask: 0, boundaryBase: Start), out PhysAddr slot));
        Assert.Equal(Start + (minAlign & 0x400), slot.Value);
        Span<byte> slots = machine.Memory.Cpu(new PhysAddr(Start), 0x2000);
        for (int i = 0; i < slots.Length; i++) slots[i] = SlotByte(Start + (ulong)i);
        return machine;
    }

    private static byte SlotByte(ulong address) => (byte)(1 + (address % 251));

    private static (ulong Address, ulong Size) ChangedOriginal(Machine machine)
    {
        const ulong around = Original - 0x1000;
        Span<byte> bytes = machine.Memory.Cpu(new PhysAddr(around), 0x4000);
        int first = bytes.IndexOfAnyExcept(Untouched), last = bytes.LastIndexOfAnyExcept(Untouched);
        if (first < 0) return (0, 0);
        Assert.Equal(-1, bytes[first..(last + 1)].IndexOf(Untouched));
        return (around + (ulong)first, (ulong)(last + 1 - first));
    }
}
