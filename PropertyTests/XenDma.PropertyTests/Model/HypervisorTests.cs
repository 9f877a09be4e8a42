using System;
using System.Collections.Generic;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The exchange: all of it or nothing, and P2M and M2P stay each other's inverse.</summary>
public class HypervisorTests
{
    [Fact]
    public void Create_takes_the_lowest_aligned_run_and_the_old_frames_become_spare()
    {
        using Machine machine = Guest(new FrameRange(0x41, 6), new FrameRange(0x80, 8));
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(3), 2, 32, out DmaAddr address));
        Assert.Equal(new DmaAddr(0x80000), address);
        Assert.Equal([0x80UL, 0x81UL, 0x82UL, 0x83UL], TestGuest.FramesBehind(machine, 3, 4));
        Assert.Equal(
            [new FrameRange(0x41, 6), new FrameRange(0x84, 4), new FrameRange(TestGuest.MfnBase + 3, 4)],
            machine.Hypervisor.Spare);
        Assert.Equal(14UL, machine.Hypervisor.SpareCount);
    }

    [Fact]
    public void Frames_given_up_cannot_come_back_in_the_same_exchange()
    {
        using Machine machine = Guest(new FrameRange(0x20000, 2));
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(4), 1, 32, out DmaAddr address));
        Assert.Equal(new DmaAddr(0x20000000), address);
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(4), 1, 32, out address));
        Assert.Equal(new Mfn(TestGuest.MfnBase + 4).Address, address);
    }

    [Theory]
    [InlineData(18, 0)]
    [InlineData(17, -12)]
    [InlineData(64, 0)]
    [InlineData(11, -12)]
    public void The_run_must_end_at_or_below_the_limit(int bits, int rc)
    {
        using Machine machine = Guest(new FrameRange(0x3E, 2));
        Assert.Equal(rc, machine.Hypervisor.CreateContiguousRegion(new Pfn(0), 1, bits, out _));
        Assert.Equal(rc == 0 ? 0x3EUL : TestGuest.MfnBase, machine.P2M.Word(0));
    }

    [Fact]
    public void Frame_0_is_all_that_12_bits_reach()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 2, Owned = [new FrameRun(0, 0x40, 2)], Spare = [new FrameRange(0, 2)] });
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(0), 0, 12, out DmaAddr address));
        Assert.Equal((default, 0UL), (address, machine.P2M.Word(0)));
        Assert.Equal(Hypervisor.OutOfMemory, machine.Hypervisor.CreateContiguousRegion(new Pfn(1), 0, 12, out _));
    }

    [Theory]
    [InlineData(0UL, 4, 32, -12, "order too large")]
    [InlineData(0UL, -1, 32, -12, "no order")]
    [InlineData(0x3FUL, 1, 32, -12, "beyond the guest")]
    [InlineData(0x40UL, 0, 32, -12, "no guest frame")]
    [InlineData(0x0FUL, 1, 32, -22, "foreign")]
    [InlineData(0x1FUL, 1, 32, -22, "missing")]
    [InlineData(0UL, 3, 32, -12, "no run of 8")]
    [InlineData(0UL, 2, 16, -12, "no run below the limit")]
    public void A_create_that_fails_changes_nothing(ulong pfn, int order, int bits, int rc, string why)
    {
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 0x40,
            Owned = TestGuest.Owned(0x40, (0x10, XenPage.NoFrame), (0x20, XenPage.NoFrame)),
            Foreign = [new FrameRun(0x10, 0x99, 1)],
            Spare = [new FrameRange(0x84, 4)],
            ExchangeMaxOrder = 3,
        });
        machine.Memory.Cpu(default, 0x40000).Fill(0x5A);
        ulong[] before = TestGuest.FramesBehind(machine, 0, 0x40);

        Assert.True(rc == machine.Hypervisor.CreateContiguousRegion(new Pfn(pfn), order, bits, out DmaAddr address), why);
        Assert.Equal(default, address);
        Assert.Equal(before, TestGuest.FramesBehind(machine, 0, 0x40));
        Assert.Equal([new FrameRange(0x84, 4)], machine.Hypervisor.Spare);
        Assert.Equal(-1, machine.Memory.Cpu(default, 0x40000).IndexOfAnyExcept((byte)0x5A));
    }

    [Fact]
    public void Destroy_gives_the_lowest_single_frames_in_ascending_order()
    {
        using Machine machine = Guest(new FrameRange(0x50, 1), new FrameRange(0x53, 2), new FrameRange(0x60, 8));
        machine.Hypervisor.DestroyContiguousRegion(new Pfn(8), 2);
        Assert.Equal([0x50UL, 0x53UL, 0x54UL, 0x60UL], TestGuest.FramesBehind(machine, 8, 4));
        Assert.Equal([new FrameRange(0x61, 7), new FrameRange(TestGuest.MfnBase + 8, 4)], machine.Hypervisor.Spare);
        Assert.Equal(XenPage.NoFrame, machine.P2M.MfnToOwnedPfn(TestGuest.MfnBase + 8));
    }

    [Theory]
    [InlineData(0UL, 3, "fewer spare frames than asked")]
    [InlineData(0UL, 10, "order too large")]
    [InlineData(0x3FUL, 1, "beyond the guest")]
    [InlineData(0x0FUL, 1, "missing")]
    public void A_destroy_that_fails_changes_nothing(ulong pfn, int order, string why)
    {
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 0x40,
            Owned = TestGuest.Owned(0x40, (0x10, XenPage.NoFrame)),
            Spare = [new FrameRange(0x84, 7)],
        });
        ulong[] before = TestGuest.FramesBehind(machine, 0, 0x40);
        Assert.False(machine.Hypervisor.DestroyContiguousRegion(new Pfn(pfn), order));
        Assert.True(before.AsSpan().SequenceEqual(TestGuest.FramesBehind(machine, 0, 0x40)), why);
        Assert.Equal([new FrameRange(0x84, 7)], machine.Hypervisor.Spare);
    }

    /// <summary>As many spare frames as the region has are enough, and the largest order is one.</summary>
    [Fact]
    public void A_region_of_the_largest_order_is_given_back_for_the_last_spare_frames()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 4, Owned = TestGuest.Owned(4), Spare = [new FrameRange(0x84, 4)], ExchangeMaxOrder = 2 });
        Assert.True(machine.Hypervisor.DestroyContiguousRegion(new Pfn(0), 2));
        Assert.Equal(TestGuest.Ascending(0x84, 4), TestGuest.FramesBehind(machine, 0, 4));
        Assert.Equal([new FrameRange(TestGuest.MfnBase, 4)], machine.Hypervisor.Spare);
    }

    [Theory]
    [InlineData(0x99UL, 0UL, 0x1000UL, true)]
    [InlineData(0x99UL, 0xFC0UL, 0x40UL, true)]
    [InlineData(0x99UL, 0xFC0UL, 0x41UL, false)]
    [InlineData(TestGuest.MfnBase, 0UL, 0x40UL, true)]
    [InlineData(0x9AUL, 0UL, 0x40UL, false)]
    public void Caches_are_maintained_for_frames_that_are_mapped_here_one_at_a_time(ulong mfn, ulong offset, ulong size, bool done)
    {
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 3,
            Owned = [new FrameRun(0, TestGuest.MfnBase, 1)],
            Foreign = [new FrameRun(1, 0x99, 1)],
            HasNonCoherentDevices = true,
        });
        Assert.Equal(done, machine.Hypervisor.FlushCache(new Mfn(mfn).Address, offset, size, invalidate: false));
        using var without = new Machine(machine.Layout with { HasCacheFlush = false });
        Assert.False(without.Hypervisor.FlushCache(new Mfn(mfn).Address, offset, size, invalidate: false));
    }

    [Theory]
    [InlineData(3UL)]
    [InlineData(ulong.MaxValue)]
    public void A_guest_frame_that_is_not_there_is_neither_given_nor_taken(ulong pfn)
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 3, Spare = [new FrameRange(0x84, 4)] });
        Assert.Equal(Hypervisor.NotOwned, machine.Hypervisor.DecreaseReservation(new Pfn(pfn)));
        Assert.Equal(Hypervisor.NotOwned, machine.Hypervisor.PopulatePhysmap(new Pfn(pfn)));
    }

    [Theory]
    [InlineData(ExchangeContents.Preserve, true)]
    [InlineData(ExchangeContents.Scramble, false)]
    public void Exchanged_frames_keep_their_bytes_or_hold_junk(ExchangeContents contents, bool kept)
    {
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 0x40,
            Owned = TestGuest.Owned(0x40),
            Spare = [new FrameRange(0x84, 1)],
            ExchangeContents = contents,
        });
        machine.Memory.Cpu(default, 0x40000).Fill(0x5A);
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(1), 0, 32, out _));
        Assert.Equal(kept, machine.Memory.Cpu(new PhysAddr(0x1000), 0x1000).IndexOfAnyExcept((byte)0x5A) < 0);
        Assert.Equal(-1, machine.Memory.Cpu(default, 0x1000).IndexOfAnyExcept((byte)0x5A));
        Assert.Equal(-1, machine.Memory.Cpu(new PhysAddr(0x2000), 0x1000).IndexOfAnyExcept((byte)0x5A));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void After_any_exchanges_each_frame_is_behind_one_guest_frame_or_spare(int seed)
    {
        var random = new Random(seed);
        using Machine machine = Guest(new FrameRange(0x40, 0x30), new FrameRange(0x900, 0x21));
        var all = new HashSet<ulong>(TestGuest.FramesBehind(machine, 0, 0x40));
        foreach (FrameRange run in machine.Hypervisor.Spare)
        {
            for (ulong mfn = run.First; mfn < run.End; mfn++) all.Add(mfn);
        }

        for (int step = 0; step < 600; step++)
        {
            int order = random.Next(5);
            var first = new Pfn((ulong)random.Next(0x40));
            if (random.Next(2) == 0) machine.Hypervisor.DestroyContiguousRegion(first, order);
            else CheckCreate(machine, first, order, random.Next(16, 34), $"seed {seed}, step {step}");
            AssertSameFrames(machine, all, $"seed {seed}, step {step}");
        }
    }

    private static void CheckCreate(Machine machine, Pfn first, int order, int bits, string place)
    {
        if (machine.Hypervisor.CreateContiguousRegion(first, order, bits, out DmaAddr address) != 0) return;
        ulong count = 1UL << order, mfn = address.Mfn.Value;
        bool fits = mfn % count == 0 && (mfn + count) << XenPage.Shift <= 1UL << bits;
        Assert.True(fits, $"{place}: order {order}, {bits} bits gave {address}");
        ulong[] behind = TestGuest.FramesBehind(machine, first.Value, 1 << order);
        Assert.True(behind.AsSpan().SequenceEqual(TestGuest.Ascending(mfn, 1 << order)), $"{place}: {first} is not on {address}");
    }

    private static void AssertSameFrames(Machine machine, HashSet<ulong> all, string place)
    {
        var seen = new HashSet<ulong>();
        for (ulong pfn = 0; pfn < machine.P2M.FrameCount; pfn++)
        {
            ulong mfn = machine.P2M.Word(pfn);
            Assert.True(seen.Add(mfn), $"{place}: machine frame 0x{mfn:x} twice");
            Assert.True(machine.P2M.MfnToOwnedPfn(mfn) == pfn, $"{place}: machine frame 0x{mfn:x} is behind 0x{pfn:x}");
        }

        ulong end = 0;
        foreach (FrameRange run in machine.Hypervisor.Spare)
        {
            Assert.True(run.Count != 0 && (end == 0 || run.First > end), $"{place}: spare run at 0x{run.First:x}");
            end = run.End;
            for (ulong mfn = run.First; mfn < run.End; mfn++)
            {
                Assert.True(seen.Add(mfn), $"{place}: machine frame 0x{mfn:x} twice");
                Assert.True(machine.P2M.MfnToOwnedPfn(mfn) == XenPage.NoFrame, $"{place}: spare frame 0x{mfn:x} is owned");
            }
        }

        Assert.True(seen.SetEquals(all), $"{place}: frames were lost or made");
        ulong spare = machine.Hypervisor.SpareCount;
        Assert.True(spare == (ulong)all.Count - machine.P2M.FrameCount, $"{place}: {spare} spare");
    }

    private static Machine Guest(params FrameRange[] spare) =>
        new(new MachineLayout { FrameCount = 0x40, Owned = TestGuest.Owned(0x40), Spare = [.. spare] });
}
