using System;
using System.Linq;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Layouts that contradict themselves, and what a bus address reaches.</summary>
public class MachineTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(MachineLayout.MaxFrameCount + 1)]
    [InlineData(ulong.MaxValue)]
    public void A_guest_has_1_to_2_power_24_frames(ulong frames) => AssertRefused(new MachineLayout { FrameCount = frames });

    /// <summary>A page size that is none is told after a number of frames that is too large: of 2^24 nothing is said.</summary>
    [Fact]
    public void A_guest_may_have_2_power_24_frames() => Assert.Contains(
        "page shift", Assert.Throws<ArgumentException>(() => new Machine(new MachineLayout { FrameCount = MachineLayout.MaxFrameCount, PageShift = 11 })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(11)]
    [InlineData(17)]
    public void A_page_has_4_to_64_KiB(int shift) => AssertRefused(new MachineLayout { FrameCount = 16, PageShift = shift });

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void A_guest_has_1_to_64_CPUs(int cpus) => AssertRefused(new MachineLayout { FrameCount = 16, CpuCount = cpus });

    [Fact]
    public void What_lies_at_an_edge_is_taken()
    {
        const ulong Last = PhysToMachine.MfnLimit - 1;
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 16,
            PageShift = 16,
            CpuCount = 64,
            Owned = [new FrameRun(0, 0x50, 4), new FrameRun(14, Last - 1, 2)],
            Foreign = [new FrameRun(4, Last - 2, 1)],
            Identity = [new FrameRange(13, 1), new FrameRange(0x200, 4)],
            Free = [new FrameRange(0, 16)],
            Spare = [new FrameRange(0x4F, 1), new FrameRange(0x54, 2)],
        });
        Assert.Equal((3UL, 16UL), (machine.Hypervisor.SpareCount, machine.Pages.FreeCount));
        Assert.Equal(Last, machine.P2M.Word(15));
        Assert.False(machine.P2M.IsForeign(12));
        Assert.Equal([13UL, 0x200, 0x201, 0x202, 0x203], TestGuest.Ascending(0, 0x300).Where(machine.P2M.IsIdentity));
        using var io = new Machine(new MachineLayout { FrameCount = 1, Identity = [new FrameRange(Last - 1, 1)], Spare = [new FrameRange(Last, 1)] });
        Assert.Equal((true, false, true), (io.P2M.IsIdentity(Last - 1), io.P2M.IsIdentity(Last), io.Hypervisor.IsSpare(new Mfn(Last))));
        using var ends = new Machine(new MachineLayout { FrameCount = 1, Identity = [new FrameRange(Last, 1)] });
        Assert.True(ends.P2M.IsIdentity(Last));
    }

    [Theory]
    [InlineData(16UL, 0UL, 1UL)]
    [InlineData(15UL, 0UL, 2UL)]
    [InlineData(ulong.MaxValue, 0UL, 1UL)]
    [InlineData(0UL, 1UL << 52, 1UL)]
    [InlineData(0UL, (1UL << 52) - 1, 2UL)]
    public void A_run_must_lie_in_the_guest_and_in_52_bits(ulong pfn, ulong mfn, ulong count)
    {
        AssertRefused(new MachineLayout { FrameCount = 16, Owned = [new FrameRun(pfn, mfn, count)] });
        AssertRefused(new MachineLayout { FrameCount = 16, Owned = [], Foreign = [new FrameRun(pfn, mfn, count)] });
    }

    [Fact]
    public void A_foreign_frame_is_nowhere_else()
    {
        AssertRefused(new MachineLayout { FrameCount = 16, Foreign = [new FrameRun(3, 0x99, 1)] });
        AssertRefused(new MachineLayout { FrameCount = 16, Owned = [new FrameRun(0, 0x99, 1)], Foreign = [new FrameRun(3, 0x99, 1)] });
        AssertRefused(new MachineLayout { FrameCount = 16, Owned = [], Foreign = [new FrameRun(3, 0x99, 1), new FrameRun(4, 0x99, 1)] });
    }

    [Fact]
    public void A_spare_frame_is_behind_no_guest_frame_and_spare_once()
    {
        AssertRefused(new MachineLayout { FrameCount = 16, Spare = [new FrameRange(15, 2)] });
        MachineLayout withForeign = new() { FrameCount = 16, Owned = [], Foreign = [new FrameRun(3, 0x99, 1)] };
        AssertRefused(withForeign with { Spare = [new FrameRange(0x90, 10)] });
        AssertRefused(new MachineLayout { FrameCount = 16, Spare = [new FrameRange(0x90, 10), new FrameRange(0x99, 2)] });
        AssertRefused(new MachineLayout { FrameCount = 16, Spare = [new FrameRange((1UL << 52) - 1, 2)] });
    }

    [Fact]
    public void A_free_run_must_lie_in_the_guest() => AssertRefused(new MachineLayout { FrameCount = 16, Free = [new FrameRange(8, 9)] });

    [Fact]
    public void Without_runs_each_frame_is_on_its_own_number()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 16 });
        Assert.Equal(TestGuest.Ascending(0, 16), TestGuest.FramesBehind(machine, 0, 16));
        Assert.Equal(XenPage.NoFrame, machine.P2M.Word(16));
    }

    [Fact]
    public void A_bus_address_reaches_owned_and_foreign_frames_and_nothing_else()
    {
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 16,
            Owned = [new FrameRun(2, 0x50, 1)],
            Foreign = [new FrameRun(3, 0x99, 1)],
        });
        Assert.True(machine.TryReach(new DmaAddr(0x50123), out PhysAddr owned));
        Assert.Equal(new PhysAddr(0x2123), owned);
        Assert.True(machine.TryReach(new DmaAddr(0x99FFF), out PhysAddr foreign));
        Assert.Equal(new PhysAddr(0x3FFF), foreign);
        Assert.False(machine.TryReach(new DmaAddr(0x2000), out _));
        Assert.False(machine.TryReach(DmaAddr.MappingError, out _));
    }

    [Fact]
    public void A_p2m_word_tells_whose_frame_it_is()
    {
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 16,
            Owned = [new FrameRun(2, 0x50, 1)],
            Foreign = [new FrameRun(3, 0x99, 1)],
        });
        Assert.Equal(0x99 | PhysToMachine.ForeignBit, machine.P2M.Word(3));
        Assert.Equal(0x99UL, machine.P2M.PfnToMfn(3));
        Assert.Equal(0x03UL, machine.P2M.MfnToForeignPfn(0x99));
        Assert.Equal(XenPage.NoFrame, machine.P2M.MfnToForeignPfn(0x50));
        Assert.Equal(XenPage.NoFrame, machine.P2M.PfnToMfn(4));
        Assert.Equal([true, false, false], new[] { machine.P2M.IsOwned(2), machine.P2M.IsOwned(3), machine.P2M.IsOwned(4) });
    }

    [Fact]
    public void A_device_drives_memory_page_by_page_and_faults_on_what_is_not_the_guests()
    {
        using XenGuest guest = TestGuest.Boot("4.18", TestGuest.Layout((0x10, 0x902), (0x11, 0x900), (0x12, 0x901)));
        BusMaster bus = guest.BusOf(guest.AddDevice("nic", new DeviceTraits()));
        bus.Write(new DmaAddr(0x901FFE), [1, 2, 3, 4]);
        Assert.Equal([1, 2], guest.Machine.Memory.Cpu(new PhysAddr(0x12FFE), 2).ToArray());
        Assert.Equal([3, 4], guest.Machine.Memory.Cpu(new PhysAddr(0x10000), 2).ToArray());

        var read = new byte[4];
        bus.Read(new DmaAddr(0x901FFE), read);
        Assert.Equal([1, 2, 3, 4], read);
        Assert.Contains("0x903000", Assert.Throws<MachineFaultException>(() => bus.Write(new DmaAddr(0x902FFF), [1, 2])).Message);
    }

    [Fact]
    public void The_log_keeps_its_first_lines_and_counts_all()
    {
        var log = new KernelLog();
        for (int i = 0; i < KernelLog.Capacity + 5; i++) log.Write(KernelLogLevel.Info, i, static number => $"line {number}");
        Assert.Equal(KernelLog.Capacity, log.Lines.Count);
        Assert.Equal(KernelLog.Capacity + 5, log.Count);
        Assert.Equal(new KernelLogLine(KernelLogLevel.Info, "line 0"), log.Lines[0]);
        Assert.Equal($"line {KernelLog.Capacity - 1}", log.Lines[^1].Message);
    }

    private static void AssertRefused(MachineLayout layout) => Assert.Throws<ArgumentException>(() => new Machine(layout).Dispose());

    [Fact]
    public void A_run_of_no_frames_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Machine(new MachineLayout { FrameCount = 16, Spare = [new FrameRange(0x50, 0), new FrameRange(0x90, 4)] }));
        Assert.Throws<ArgumentException>(() => new Machine(new MachineLayout { FrameCount = 16, Owned = [new FrameRun(1, 1, 0)] }));
        Assert.Throws<ArgumentException>(() => new Machine(new MachineLayout { FrameCount = 16, Foreign = [new FrameRun(1, 0x100, 0)] }));
    }

    [Fact]
    public void A_frame_that_stands_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Machine(new MachineLayout { FrameCount = 16, Owned = [new FrameRun(1, 1, 2), new FrameRun(2, 9, 1)] }));
        Assert.Throws<ArgumentException>(() => new Machine(new MachineLayout { FrameCount = 16, Owned = [new FrameRun(1, 7, 2), new FrameRun(4, 8, 1)] }));
    }
}
