using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Platforms;

public sealed class WiiTests
{
    private const ulong InMem1 = 0x100000;
    private const ulong InMem2 = 0x13000000;

    [Fact]
    public void The_pool_lies_in_mem2()
    {
        using XenGuest guest = Boot();
        Assert.True(((IPoolInspection)guest.Ops).TryGetPoolRange(out PhysAddr start, out PhysAddr end));
        Assert.True(start.Value >= 0x10000000 && end.Value <= 0x14000000);
    }

    [Fact]
    public void A_buffer_in_mem2_is_mapped_directly_and_one_in_mem1_is_bounced()
    {
        using XenGuest guest = Boot();
        Device ehci = guest.AddDevice("ehci", new DeviceTraits { IsCoherent = false });
        Assert.Equal(new DmaAddr(InMem2), ehci.MapSingle(BufferAt(guest, InMem2), 0x800, ToDevice));
        DmaAddr bounced = ehci.MapSingle(BufferAt(guest, InMem1), 0x800, ToDevice);
        Assert.True(guest.IsBounced(bounced));
        Assert.InRange(bounced.Value, 0x10000000UL, 0x13FFFFFFUL);
    }

    /// <summary>No mask can say it: MEM1 lies below the window.</summary>
    [Theory]
    [InlineData(0x13FFF000UL, 0x1000, false)]
    [InlineData(0x10000000UL, 0x1000, false)]
    [InlineData(0x0FFFF800UL, 0x800, true)]
    [InlineData(0UL, 0x800, true)]
    public void Reach_is_a_window(ulong address, int size, bool bounced)
    {
        using XenGuest guest = Boot();
        Device ehci = guest.AddDevice("ehci", new DeviceTraits());
        DmaAddr dma = ehci.MapSingle(guest.Machine.Memory.Buffer(new PhysAddr(address), size), size, ToDevice);
        Assert.Equal(bounced, guest.IsBounced(dma) && dma.Value != address);
    }

    [Fact]
    public void A_device_with_all_of_memory_in_reach_bounces_nothing()
    {
        using XenGuest guest = Boot();
        Device device = guest.AddDevice("gpu", new DeviceTraits { ReachLimit = uint.MaxValue });
        Assert.Equal(new DmaAddr(InMem1), device.MapSingle(BufferAt(guest, InMem1), 0x800, ToDevice));
    }

    [Fact]
    public void Nothing_snoops_and_a_forgotten_sync_reads_stale_bytes()
    {
        using XenGuest guest = Boot();
        Device ehci = guest.AddDevice("ehci", new DeviceTraits { IsCoherent = false });
        GuestBuffer buffer = BufferAt(guest, InMem1);
        buffer.Fill(7);
        DmaAddr dma = ehci.MapSingle(buffer, 0x800, Bidirectional);
        Assert.Equal(7, DeviceReads(guest, ehci, dma));
        buffer.Fill(8);
        Assert.Equal(7, DeviceReads(guest, ehci, dma));
        ehci.SyncSingleForDevice(dma, 0x800, Bidirectional);
        Assert.Equal(8, DeviceReads(guest, ehci, dma));
        guest.BusOf(ehci).Write(dma, [9]);
        Assert.Equal(8, buffer[0]);
        ehci.SyncSingleForCpu(dma, 0x800, Bidirectional);
        Assert.Equal(9, buffer[0]);
    }

    [Fact]
    public void A_cache_line_has_32_bytes()
    {
        using XenGuest guest = Boot();
        Device ehci = guest.AddDevice("ehci", new DeviceTraits { IsCoherent = false });
        GuestBuffer buffer = BufferAt(guest, InMem2);
        DmaAddr dma = ehci.MapSingle(buffer, 0x800, FromDevice);
        guest.BusOf(ehci).Write(dma, new byte[] { 1, 2 }.AsSpan());
        guest.BusOf(ehci).Write(dma + 32, [3]);
        ehci.SyncSingleForCpu(dma, 1, FromDevice);
        Assert.Equal((2, 0), (buffer[1], buffer[32]));
    }

    [Fact]
    public void A_device_without_a_window_of_its_own_reaches_mem2_to_its_last_byte()
    {
        DeviceTraits traits = new DeviceTraits().On(Platform.Wii), own = new DeviceTraits { ReachStart = 0x1000 }.On(Platform.Wii);
        Assert.Equal((0x10000000UL, 0x13FFFFFFUL, true), (traits.ReachStart, traits.ReachLimit, traits.IsCoherent));
        Assert.Equal((0x1000UL, ulong.MaxValue), (own.ReachStart, own.ReachLimit));
    }

    [Fact]
    public void Coherent_memory_comes_from_mem2()
    {
        using XenGuest guest = Boot();
        GuestBuffer? ring = guest.AddDevice("ehci", new DeviceTraits()).AllocCoherent(0x1000, out DmaAddr handle);
        Assert.NotNull(ring);
        Assert.InRange(handle.Value, 0x10000000UL, 0x13FFFFFFUL);
    }

    private static GuestBuffer BufferAt(XenGuest guest, ulong address) => guest.Machine.Memory.Buffer(new PhysAddr(address), 0x800);

    private static byte DeviceReads(XenGuest guest, Device device, DmaAddr dma)
    {
        Span<byte> one = stackalloc byte[1];
        guest.BusOf(device).Read(dma, one);
        return one[0];
    }

    private static XenGuest Boot()
    {
        FrameRange mem1 = WiiMem2Translation.Mem1, mem2 = WiiMem2Translation.Mem2;
        var layout = new MachineLayout
        {
            FrameCount = mem2.End,
            Owned = [new FrameRun(mem1.First, mem1.First, mem1.Count), new FrameRun(mem2.First, mem2.First, mem2.Count)],
            Free = [new FrameRange(0x800, 0x400), new FrameRange(mem2.First, 0x400)],
            HasNonCoherentDevices = true,
            CacheLineSize = 32,
        };
        return XenGuest.Boot(layout, new PoolOptions(1024, Early: true), Semantics.Contract, Platform.Wii);
    }
}
