using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The guest's memory: its bounds, buffers over it, the views of CPU and devices.</summary>
public class GuestMemoryTests
{
    [Theory]
    [InlineData(0UL, 0x2001)]
    [InlineData(0x1FFFUL, 2)]
    [InlineData(0x2000UL, 1)]
    [InlineData(0x2001UL, 0)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(0xFFFFFFFFFFFFF000UL, 0x1000)]
    public void Bytes_outside_the_guest_are_a_fault(ulong address, int size)
    {
        using var memory = new GuestMemory(2, hasNonCoherentDevices: false);
        var phys = new PhysAddr(address);
        Assert.Throws<MachineFaultException>(() => memory.Cpu(phys, size).Length);
        Assert.Throws<MachineFaultException>(() => memory.Buffer(phys, size));
        Assert.Throws<MachineFaultException>(() => memory.Clear(phys, (ulong)size));
        Assert.Throws<MachineFaultException>(() => memory.Copy(phys, default, (ulong)size));
        Assert.Throws<MachineFaultException>(() => memory.Copy(default, phys, (ulong)size));
        Assert.Throws<MachineFaultException>(() => memory.DeviceRead(phys, new byte[size], coherent: true));
        Assert.Throws<MachineFaultException>(() => memory.DeviceWrite(phys, new byte[size], coherent: true));
        Assert.Throws<MachineFaultException>(() => memory.CleanCache(phys, (ulong)size));
        Assert.Throws<MachineFaultException>(() => memory.InvalidateCache(phys, (ulong)size));
        Assert.Throws<MachineFaultException>(() => memory.SetUncached(phys, (ulong)size, uncached: true));
    }

    [Fact]
    public void The_last_byte_and_the_empty_range_behind_it_are_inside()
    {
        using var memory = new GuestMemory(2, hasNonCoherentDevices: false);
        memory.Cpu(new PhysAddr(0x1FFF), 1)[0] = 7;
        Assert.Equal(7, memory.Cpu(default, 0x2000)[0x1FFF]);
        Assert.Equal(0, memory.Cpu(new PhysAddr(0x2000), 0).Length);
    }

    [Fact]
    public void A_copy_moves_exactly_its_bytes()
    {
        using var memory = new GuestMemory(2, hasNonCoherentDevices: false);
        memory.Cpu(default, 0x1000).Fill(3);
        memory.Copy(new PhysAddr(0x10), new PhysAddr(0x1801), 0x40);
        Assert.Equal(0x1801, memory.Cpu(new PhysAddr(0x1000), 0x1000).IndexOf((byte)3) + 0x1000);
        Assert.Equal(0x1840, memory.Cpu(new PhysAddr(0x1000), 0x1000).LastIndexOf((byte)3) + 0x1000);
        memory.Clear(new PhysAddr(0x1802), 0x3E);
        Assert.Equal([3, 0], memory.Cpu(new PhysAddr(0x1801), 2).ToArray());
        Assert.Equal([0, 3], memory.Cpu(new PhysAddr(0x183F), 2).ToArray());
    }

    [Fact]
    public void A_buffer_reads_and_writes_inside_its_own_bytes_only()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: false);
        GuestBuffer buffer = memory.Buffer(new PhysAddr(0x100), 16);
        buffer.Fill(1);
        buffer.Write(14, [8, 9]);
        Assert.Equal([1, 8, 9, 0], memory.Cpu(new PhysAddr(0x10D), 4).ToArray());

        var read = new byte[2];
        buffer.Read(13, read);
        Assert.Equal([1, 8], read);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(15, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(15, read));
        Assert.Throws<IndexOutOfRangeException>(() => buffer[16]);
        Assert.Equal(0, memory.Cpu(new PhysAddr(0x110), 1)[0]);
    }

    [Fact]
    public void A_slice_is_a_view_of_the_same_bytes()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: false);
        GuestBuffer buffer = memory.Buffer(new PhysAddr(0x100), 16), slice = buffer.Slice(4, 8);
        slice[0] = 5;
        Assert.Equal(5, buffer[4]);
        Assert.Equal((new PhysAddr(0x104), 8), (slice.Address, slice.Length));
        Assert.Equal(0, buffer.Slice(16, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(9, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(17, int.MaxValue));
    }

    [Fact]
    public void Memory_that_was_freed_cannot_be_touched()
    {
        var memory = new GuestMemory(1, hasNonCoherentDevices: true);
        GuestBuffer buffer = memory.Buffer(default, 16);
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Cpu(default, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => buffer[0]);
        Assert.Throws<ObjectDisposedException>(() => memory.CleanCache(default, 1));
        unsafe
        {
            Assert.Throws<ObjectDisposedException>(() => (nint)memory.Origin);
        }
    }

    /// <summary>The CPU's bytes may lie in memory of somebody else's making; the devices' own view never does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void Memory_of_somebody_else_s_making_is_the_cpu_s_view(bool hasNonCoherentDevices)
    {
        var block = new Block();
        using (var reserve = new MemoryReserve())
        {
            for (int i = 0; i < 2; i++)
            {
                using var machine = new Machine(new MachineLayout { FrameCount = 2, HasNonCoherentDevices = hasNonCoherentDevices }, block.Of, reserve);
                machine.Memory.Cpu(new PhysAddr(0x1FFF), 1)[0] = 7;
                Assert.Equal(hasNonCoherentDevices ? 0 : 7, DeviceReads(machine.Memory, 0x1FFF, coherent: false));
                Assert.Equal((7, true), (block.Start[0x1FFF], machine.Memory.Origin == block.Start));
                machine.Dispose();
                Assert.Equal(i + 1, block.Disposed);
            }
        }
    }

    [Fact]
    public unsafe void Who_has_the_address_of_it_all_finds_junk_there_at_once()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 2, Spare = [new FrameRange(0x40, 1)], ExchangeContents = ExchangeContents.Scramble });
        byte* origin = machine.Memory.Origin;
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(1), 0, 64, out _));
        Assert.Equal((-1, 0), (new ReadOnlySpan<byte>(origin, 0x1000).IndexOfAnyExcept((byte)0), new ReadOnlySpan<byte>(origin + 0x1000, 0x1000).IndexOfAnyExcept((byte)0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_that_snoops_sees_what_the_cpu_sees(bool othersDoNot)
    {
        using var memory = new GuestMemory(1, othersDoNot);
        memory.Cpu(default, 64).Fill(7);
        Assert.Equal(7, DeviceReads(memory, 63, coherent: true));
        memory.DeviceWrite(new PhysAddr(1), [9], coherent: true);
        Assert.Equal([7, 9, 7], memory.Cpu(default, 3).ToArray());
    }

    [Fact]
    public void Without_cached_devices_cache_calls_do_nothing()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: false);
        memory.Cpu(default, 64).Fill(7);
        memory.InvalidateCache(default, 64);
        memory.CleanCache(default, 64);
        Assert.Equal(7, memory.Cpu(default, 1)[0]);
        Assert.Equal(7, DeviceReads(memory, 0, coherent: false));
    }

    [Fact]
    public void An_observer_sees_what_is_done_with_a_buffer_and_where()
    {
        using var memory = new GuestMemory(1, hasNonCoherentDevices: false);
        var seen = new Observer();
        memory.Observer = seen;
        GuestBuffer buffer = memory.Buffer(new PhysAddr(0x100), 16);
        buffer[2] = buffer[1];
        buffer.Fill(1);
        buffer.Write(3, [8, 9]);
        buffer.Read(5, new byte[3]);
        Assert.Throws<IndexOutOfRangeException>(() => buffer[16]);
        Assert.Throws<IndexOutOfRangeException>(() => buffer[-1] = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(15, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(15, new byte[2]));
        Assert.Equal(["read 0x101 1", "write 0x102 1", "write 0x100 16", "write 0x103 2", "read 0x105 3"], seen.Told);
    }

    private sealed unsafe class Block : IMemoryBlock
    {
        private readonly byte[] _bytes = GC.AllocateArray<byte>(3 * (int)XenPage.Size, pinned: true);

        public byte* Start
        {
            get
            {
                fixed (byte* first = _bytes) return (byte*)(((ulong)first + XenPage.OffsetMask) & ~XenPage.OffsetMask);
            }
        }

        internal int Disposed { get; private set; }

        public void Dispose() => Disposed++;

        internal Block Of(ulong size)
        {
            Assert.Equal(2 * XenPage.Size, size);
            Array.Clear(_bytes);
            return this;
        }
    }

    private sealed class Observer : ICpuObserver
    {
        internal List<string> Told { get; } = [];

        public void OnRead(PhysAddr address, int size) => Told.Add($"read {address} {size}");

        public void OnWrite(PhysAddr address, int size) => Told.Add($"write {address} {size}");
    }

    private static byte DeviceReads(GuestMemory memory, ulong address, bool coherent)
    {
        var one = new byte[1];
        memory.DeviceRead(new PhysAddr(address), one, coherent);
        return one[0];
    }
}
