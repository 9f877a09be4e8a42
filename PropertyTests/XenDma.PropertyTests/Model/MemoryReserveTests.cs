using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Memory that one machine leaves to the next.</summary>
public sealed class MemoryReserveTests
{
    private const int Page = (int)XenPage.Size;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_written_is_zero_for_the_next_machine(bool hasNonCoherentDevices)
    {
        using var reserve = new MemoryReserve();
        Write(reserve, 4, hasNonCoherentDevices);
        foreach (ulong frames in (ReadOnlySpan<ulong>)[4, 2, 1000, 3])
        {
            using Machine next = Make(reserve, frames, hasNonCoherentDevices);
            byte[] seen = new byte[Page];
            for (ulong pfn = 0; pfn < frames; pfn++)
            {
                next.Memory.DeviceRead(new Pfn(pfn).Address, seen, coherent: false);
                Assert.Equal(-1, seen.AsSpan().IndexOfAnyExcept((byte)0));
                Assert.Equal(-1, next.Memory.Cpu(new Pfn(pfn).Address, Page).IndexOfAnyExcept((byte)0));
            }

            next.Memory.Cpu(default, (int)next.Memory.Size).Fill(0x55);
        }
    }

    [Fact]
    public void What_is_left_is_not_seen_through_the_address_of_it_all()
    {
        using var reserve = new MemoryReserve();
        Write(reserve, 4, hasNonCoherentDevices: false);
        using Machine next = Make(reserve, 4, hasNonCoherentDevices: false);
        unsafe
        {
            Assert.Equal(-1, new Span<byte>(next.Memory.Origin, 4 * Page).IndexOfAnyExcept((byte)0));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exchanged_frame_is_junk_at_once_and_zero_where_it_is_cleared(bool isOpen)
    {
        using var reserve = new MemoryReserve();
        using var without = new Machine(Exchanging);
        using var with = new Machine(Exchanging, reserve: reserve);
        foreach (Machine machine in (ReadOnlySpan<Machine>)[without, with])
        {
            unsafe
            {
                if (isOpen) Assert.True(machine.Memory.Origin != null);
            }

            Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(0), 2, 64, out _));
            machine.Memory.Clear(default, XenPage.Size + 16);
        }

        Assert.True(without.Memory.Cpu(default, 4 * Page).SequenceEqual(with.Memory.Cpu(default, 4 * Page)));
        Assert.Equal(Page + 16, with.Memory.Cpu(default, 2 * Page).IndexOfAnyExcept((byte)0));
    }

    /// <summary>With caches there are three copies of each page: memory's own is zero, whatever the CPU's is to hold.</summary>
    [Fact]
    public void A_machine_with_caches_follows_one_without_and_one_with()
    {
        using var reserve = new MemoryReserve();
        foreach (bool hasNonCoherentDevices in (ReadOnlySpan<bool>)[false, true, false, true])
        {
            using var machine = new Machine(Exchanging with { HasNonCoherentDevices = hasNonCoherentDevices }, reserve: reserve);
            Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(0), 2, 64, out _));
            byte[] seen = new byte[Page];
            machine.Memory.DeviceRead(default, seen, coherent: false);
            Assert.Equal(hasNonCoherentDevices, seen.AsSpan().IndexOfAnyExcept((byte)0) < 0);
            Assert.True(machine.Memory.Cpu(default, Page).IndexOfAnyExcept((byte)0) >= 0);
            machine.Memory.Cpu(default, 4 * Page).Fill(0x55);
            machine.Memory.CleanCache(default, 4 * Page);
        }
    }

    [Fact]
    public void A_machine_gives_its_memory_back_once()
    {
        using var reserve = new MemoryReserve();
        Machine gone = Make(reserve, 4, hasNonCoherentDevices: false);
        gone.Dispose();
        using Machine one = Make(reserve, 4, hasNonCoherentDevices: false);
        gone.Dispose();
        using Machine other = Make(reserve, 4, hasNonCoherentDevices: false);
        one.Memory.Cpu(default, Page).Fill(1);
        Assert.Equal(0, other.Memory.Cpu(default, 1)[0]);
        Assert.Equal(0, one.Hypervisor.DecreaseReservation(new Pfn(1)));
        Assert.Equal(1UL, other.P2M.Word(1));
        Assert.Throws<ObjectDisposedException>(() => gone.Memory.Cpu(default, 1)[0]);
    }

    private static MachineLayout Exchanging => new()
    {
        FrameCount = 4,
        Spare = [new FrameRange(64, 16)],
        ExchangeContents = ExchangeContents.Scramble,
    };

    private static void Write(MemoryReserve reserve, ulong frames, bool hasNonCoherentDevices)
    {
        using Machine machine = Make(reserve, frames, hasNonCoherentDevices);
        machine.Memory.Cpu(default, (int)machine.Memory.Size).Fill(0xAA);
        machine.Memory.CleanCache(default, machine.Memory.Size);
    }

    private static Machine Make(MemoryReserve reserve, ulong frames, bool hasNonCoherentDevices) =>
        new(new MachineLayout { FrameCount = frames, HasNonCoherentDevices = hasNonCoherentDevices }, reserve: reserve);
}
