using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Devices that do not snoop: each forgotten clean or invalidate shows.</summary>
public class CpuCacheTests
{
    [Fact]
    public void A_forgotten_clean_lets_the_device_read_stale_bytes()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Cpu(default, 0x100).Fill(7);
        Assert.Equal(0, DeviceReads(memory, 0));
        memory.CleanCache(default, 0x40);
        Assert.Equal(7, DeviceReads(memory, 0x3F));
        Assert.Equal(0, DeviceReads(memory, 0x40));
    }

    [Fact]
    public void A_forgotten_invalidate_lets_the_cpu_read_stale_bytes()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.DeviceWrite(default, Filled(0x100, 9), coherent: false);
        Assert.Equal(0, memory.Cpu(default, 1)[0]);
        memory.InvalidateCache(default, 0x40);
        Assert.Equal(9, memory.Cpu(default, 0x40)[0x3F]);
        Assert.Equal(0, memory.Cpu(default, 0x41)[0x40]);
    }

    [Fact]
    public void An_invalidate_loses_what_the_cpu_wrote_to_whole_lines()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Cpu(default, 0x80).Fill(7);
        memory.InvalidateCache(default, 0x80);
        Assert.Equal(-1, memory.Cpu(default, 0x80).IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(0x50UL, 0x40UL)]
    [InlineData(0x40UL, 0x50UL)]
    [InlineData(0x70UL, 0x08UL)]
    public void Neighbours_in_a_line_that_an_invalidate_covers_in_part_survive(ulong address, ulong size)
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Cpu(default, 0x100).Fill(7);
        memory.InvalidateCache(new PhysAddr(address), size);
        Assert.Equal(7, memory.Cpu(new PhysAddr(address - 1), 1)[0]);
        Assert.Equal(7, memory.Cpu(new PhysAddr(address + size), 1)[0]);
    }

    [Fact]
    public void A_dirty_neighbour_overwrites_what_the_device_wrote_to_the_same_line()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.DeviceWrite(new PhysAddr(0x20), Filled(0x20, 9), coherent: false);
        memory.Cpu(default, 1)[0] = 7;
        memory.InvalidateCache(new PhysAddr(0x20), 0x20);
        Assert.Equal(0, memory.Cpu(new PhysAddr(0x20), 1)[0]);
        Assert.Equal(0, DeviceReads(memory, 0x20));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_store_of_the_bytes_that_were_there_makes_the_line_dirty(int way)
    {
        using var memory = new GuestMemory(2, hasNonCoherentDevices: true);
        memory.DeviceWrite(default, Filled(0x40, 9), coherent: false); // The CPU's line is stale now: all zero.
        switch (way)
        {
            case 0:
                memory.Buffer(default, 0x40).Write(0x10, new byte[8]);
                break;
            case 1:
                memory.Buffer(default, 0x40)[0x3F] = 0;
                break;
            case 2:
                memory.Clear(new PhysAddr(0x10), 8);
                break;
            default:
                memory.Copy(new PhysAddr(0x1000), new PhysAddr(0x10), 8);
                break;
        }

        memory.CleanCache(default, 0x40);
        Assert.Equal(0, DeviceReads(memory, 0));
    }

    [Fact]
    public void A_store_that_was_cleaned_or_dropped_is_written_back_no_more()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Buffer(default, 0x80).Fill(0);
        memory.CleanCache(default, 0x40);
        memory.InvalidateCache(new PhysAddr(0x40), 0x40);
        memory.DeviceWrite(default, Filled(0x80, 9), coherent: false);
        memory.CleanCache(default, 0x80);
        Assert.Equal(9, DeviceReads(memory, 0));
        Assert.Equal(9, DeviceReads(memory, 0x40));
    }

    [Fact]
    public void A_clean_line_is_not_written_back_over_the_device()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Cpu(default, 0x40).Fill(7);
        memory.CleanCache(default, 0x40);
        memory.DeviceWrite(default, Filled(0x40, 9), coherent: false);
        memory.CleanCache(default, 0x40);
        Assert.Equal(9, DeviceReads(memory, 0));
        memory.InvalidateCache(new PhysAddr(1), 1);
        Assert.Equal(9, memory.Cpu(default, 1)[0]);
    }

    [Fact]
    public void Bytes_of_a_snooping_device_are_not_dirty()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        var line = new PhysAddr(0x40);
        memory.DeviceWrite(line, Filled(0x40, 5), coherent: true);
        memory.DeviceWrite(line, Filled(0x40, 9), coherent: false);
        memory.CleanCache(line, 0x40);
        Assert.Equal(9, DeviceReads(memory, 0x40));
    }

    [Fact]
    public void A_line_that_was_read_anew_is_clean()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.DeviceWrite(default, Filled(0x40, 9), coherent: false);
        memory.InvalidateCache(default, 0x40);
        memory.DeviceWrite(default, Filled(0x40, 5), coherent: false);
        memory.CleanCache(default, 0x40);
        Assert.Equal(5, DeviceReads(memory, 0));
    }

    /// <summary>Pages that the CPU reaches past its caches: both sides see each other's bytes, and when the caches come back they hold them clean.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Past_the_caches_nothing_is_forgotten(bool snoops)
    {
        using var memory = new GuestMemory(3, hasNonCoherentDevices: true);
        var page = new PhysAddr(0x1000);
        memory.SetUncached(page, 0x1000, uncached: true);
        memory.Cpu(default, 0x3000).Fill(7);
        Assert.Equal((0, 7, 0), (DeviceReads(memory, 0), DeviceReads(memory, 0x1000), DeviceReads(memory, 0x2000)));
        memory.DeviceWrite(page, [8], snoops);
        Assert.Equal(8, memory.Cpu(page, 1)[0]);

        memory.SetUncached(page, 0x1000, uncached: false);
        Assert.Equal((8, 7), (DeviceReads(memory, 0x1000), DeviceReads(memory, 0x1001)));
        memory.DeviceWrite(page, Filled(0x40, 9), coherent: false);
        memory.CleanCache(page, 0x40);
        Assert.Equal(9, DeviceReads(memory, 0x1000));
    }

    [Fact]
    public void No_bytes_are_no_lines()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Cpu(default, 0x40).Fill(7);
        memory.CleanCache(new PhysAddr(0x10), 0);
        Assert.Equal(0, DeviceReads(memory, 0x10));
        memory.InvalidateCache(default, 0);
        Assert.Equal(7, memory.Cpu(default, 1)[0]);
    }

    [Fact]
    public void The_last_line_of_memory_is_a_line_like_any_other()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        memory.Cpu(new PhysAddr(0xFFF), 1)[0] = 7;
        memory.CleanCache(new PhysAddr(0xFFF), 1);
        Assert.Equal(7, DeviceReads(memory, 0xFFF));
    }

    private static byte DeviceReads(GuestMemory memory, ulong address)
    {
        var one = new byte[1];
        memory.DeviceRead(new PhysAddr(address), one, coherent: false);
        return one[0];
    }

    private static byte[] Filled(int size, byte value)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }
}
