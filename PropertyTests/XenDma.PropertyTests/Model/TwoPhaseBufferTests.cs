using System;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.ModelTests;

public sealed class TwoPhaseBufferTests
{
    private readonly record struct Descriptor(uint Length, ushort Flags, ushort Next);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Elements_go_to_the_device_and_come_back(bool force)
    {
        using XenGuest guest = TestGuest.Boot("6.14", force: force);
        Device device = guest.AddDevice("nic", new DeviceTraits { DmaMask = ulong.MaxValue });
        var buffer = new CpuBuffer<Descriptor>(TestGuest.BufferAt(guest, 0x40000, 64));
        Assert.Equal(8, buffer.Length);
        buffer.Span[1] = new Descriptor(0x11223344, 5, 6);
        DeviceBuffer<Descriptor> given = buffer.HandOver(device, Bidirectional);
        Assert.Equal((64, Bidirectional), (given.ByteLength, given.Direction));
        var seen = new byte[8];
        guest.BusOf(device).Read(given.Address + 8, seen);
        Assert.Equal(new byte[] { 0x44, 0x33, 0x22, 0x11, 5, 0, 6, 0 }, seen);
        guest.BusOf(device).Write(given.Address + 12, [9]);
        CpuBuffer<Descriptor> back = given.TakeBack();
        Assert.Equal(9, back.Span[1].Flags);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void No_address_exists_while_the_cpu_owns_it_and_no_span_while_the_device_does()
    {
        using XenGuest guest = TestGuest.Boot("6.14");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        var first = new CpuBuffer<int>(TestGuest.BufferAt(guest, 0x40000, 64));
        DeviceBuffer<int> given = first.HandOver(device, ToDevice);
        Assert.Throws<InvalidOperationException>(() => first.Span[0] = 1);
        Assert.Throws<InvalidOperationException>(() => first.HandOver(device, ToDevice));
        CpuBuffer<int> back = given.TakeBack();
        back.Span[0] = 1;
        Assert.Throws<ObjectDisposedException>(() => given.Address);
        Assert.Throws<ObjectDisposedException>(() => given.TakeBack());
        Assert.Throws<InvalidOperationException>(() => first.Span.Length);
    }

    [Fact]
    public void A_failed_hand_over_leaves_the_buffer_with_the_cpu()
    {
        using XenGuest guest = TestGuest.Boot("6.14", force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits { DmaMask = 0xFFFFF });
        var buffer = new CpuBuffer<byte>(TestGuest.BufferAt(guest, 0x40000, 64));
        Assert.Throws<DmaMappingException>(() => buffer.HandOver(device, ToDevice));
        buffer.Span[0] = 1;
    }

    [Fact]
    public void What_the_device_owned_last_is_unmapped_when_it_is_disposed()
    {
        using XenGuest guest = TestGuest.Boot("6.14", force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        using (DeviceBuffer<byte> given = new CpuBuffer<byte>(TestGuest.BufferAt(guest, 0x40000, 64)).HandOver(device, FromDevice))
        {
            Assert.Equal(1UL, guest.SlotsInUse);
            Assert.True(guest.IsBounced(given.Address));
        }

        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void Bytes_that_are_no_whole_elements_are_refused()
    {
        using XenGuest guest = TestGuest.Boot("6.14");
        Assert.Contains("4 bytes each", Assert.Throws<ArgumentException>(() => new CpuBuffer<int>(TestGuest.BufferAt(guest, 0x40000, 63))).Message, StringComparison.Ordinal);
    }
}
