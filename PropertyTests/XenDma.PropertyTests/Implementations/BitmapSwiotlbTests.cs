using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples;
using Xunit;
using static XenDma.PropertyTests.Implementations.BitmapSwiotlbGuest;

namespace XenDma.PropertyTests.Implementations;

public class BitmapSwiotlbTests
{
    [Theory]
    [InlineData(0x0100, 0x7F00, 0x800100)] // consecutive
    [InlineData(0x8100, 0x0F00, 0x907100)] // one page of a broken run
    [InlineData(0x19000, 0x3000, 0xA00000)] // over the border of two domains, consecutive
    public void MapsDirectlyWhatIsInReachAndConsecutive(ulong phys, ulong size, ulong bus)
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        Assert.Equal(new DmaAddr(bus), ops.Map(Device(boundary: 0xFFF), phys, size, DmaDirection.Bidirectional));
        Assert.Equal(0UL, ops.SlotsInUse);
    }

    [Fact]
    public void TheMaskIsMetToTheLastByte()
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        Assert.Equal(new DmaAddr(0x15000_0000), ops.Map(Device(0x15000_0FFF), 0x10000, 0x1000, DmaDirection.ToDevice));
        Assert.True(IsInPool(ops, machine, ops.Map(Device(0x15000_0FFE), 0x10000, 0x1000, DmaDirection.ToDevice), 0x1000));
        Assert.Equal(2UL, ops.SlotsInUse);
    }

    [Theory]
    [InlineData(0x8F00, 0x200, false)] // broken
    [InlineData(0x10000, 0x10, false)] // out of reach
    [InlineData(0x0000, 0x10, true)] // forced
    public void BouncesOtherwiseAndCopiesInAlways(ulong phys, ulong size, bool force)
    {
        BitmapSwiotlb ops = Boot(out Machine machine, force: force);
        using Machine _ = machine;
        Device device = Device();
        machine.CpuWrites(phys, size, 3);
        DmaAddr address = ops.Map(device, phys, size, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        Assert.True(IsInPool(ops, machine, address, size));
        Assert.Equal(Pattern(size, 3), machine.DeviceReads(device, address, size));
    }

    [Fact]
    public void NothingOfAnEarlierOwnerStaysInTheSlots()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, slabs: 128);
        using Machine _ = machine;
        Device wide = Device(), keeping = Device(minAlign: 0x7FF);
        machine.CpuWrites(0x40000, IoTlb.SegmentSize, 1);
        DmaAddr secret = ops.Map(wide, 0x40000, IoTlb.SegmentSize, DmaDirection.ToDevice);
        ops.UnmapPage(wide, secret, IoTlb.SegmentSize, DmaDirection.ToDevice, DmaAttrs.None);
        machine.CpuWrites(0x10000, 0x1000, 9);
        DmaAddr address = ops.Map(keeping, 0x10123, 0x700, DmaDirection.ToDevice);
        byte[] slots = machine.DeviceReads(wide, new DmaAddr(address.Value & ~IoTlb.SlotOffsetMask), 2 * IoTlb.SlotSize);
        Assert.Equal([.. new byte[0x123], .. Pattern(0x1000, 9)[0x123..0x823], .. new byte[0x1000 - 0x823]], slots);
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(0xFFFUL, 0UL)]
    [InlineData(0x7FFUL, 0x3FFFUL)]
    [InlineData(0x200UL, 0xFFFFUL)]
    [InlineData(0xFFFFUL, 0x1FFFFUL)]
    public void KeepsAddressBitsAndBoundaries(ulong minAlign, ulong boundary)
    {
        BitmapSwiotlb ops = Boot(out Machine machine, slabs: 1024);
        using Machine _ = machine;
        Device device = Device(boundary: boundary, minAlign: minAlign);
        var taken = new List<(ulong First, ulong Last)>();
        ulong most = System.Math.Min(ops.MaxMappingSize(device), 0x4000);
        for (ulong i = 0; i < 48; i++)
        {
            ulong phys = 0x40000 + (i * 0x733), size = 1 + (i * 0x3D7 % most);
            DmaAddr address = ops.Map(device, phys, size, DmaDirection.ToDevice);
            if (address == DmaAddr.MappingError) continue;
            ulong first = address.Value, last = first + size - 1;
            Assert.True(IsInPool(ops, machine, address, size));
            Assert.Equal(phys & minAlign, first & minAlign);
            Assert.Equal(0UL, first & ~minAlign & (size >= XenPage.Size ? XenPage.OffsetMask : IoTlb.SlotOffsetMask));
            Assert.Equal(first / IoTlb.SegmentSize, last / IoTlb.SegmentSize);
            if (boundary != 0) Assert.Equal(first & ~boundary, last & ~boundary);
            Assert.DoesNotContain(taken, other => first <= other.Last && other.First <= last);
            taken.Add((first, last));
        }

        Assert.True(taken.Count > 10);
    }

    [Fact]
    public void AFullPoolFailsWithoutATraceAndIsUsableAgain()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, slabs: 128);
        using Machine _ = machine;
        Device device = Device();
        DmaAddr[] small = [.. Enumerable.Range(0, 128).Select(_ => ops.Map(device, 0x10000, 1, DmaDirection.ToDevice))];
        Assert.Equal(128, small.Distinct().Count());
        Assert.True(ops.MappingError(device, ops.Map(device, 0x10000, 1, DmaDirection.ToDevice)));
        Assert.Equal(128UL, ops.SlotsInUse);
        for (int i = 0; i < 128; i += 2) ops.UnmapPage(device, small[i], 1, DmaDirection.ToDevice, DmaAttrs.None);
        Assert.Equal(DmaAddr.MappingError, ops.Map(device, 0x10000, 0x801, DmaDirection.ToDevice));
        for (int i = 1; i < 128; i += 2) ops.UnmapPage(device, small[i], 1, DmaDirection.ToDevice, DmaAttrs.None);
        Assert.Equal(DmaAddr.MappingError, ops.Map(device, 0x40000, IoTlb.SegmentSize + 1, DmaDirection.ToDevice));
        Assert.NotEqual(DmaAddr.MappingError, ops.Map(device, 0x40000, ops.MaxMappingSize(device), DmaDirection.ToDevice));
        Assert.Equal(3, machine.Log.Lines.Count(static line => line.Message.Contains("no slots for ")));
    }

    [Fact]
    public void AMissingFrameBehindAnyPageFailsTheMapping()
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        Device device = Device(ulong.MaxValue);
        (ulong, ulong)[] ranges = [(0x18000, 1), (0x17F00, 0x200), (0x17000, 0x3000), (0xFFFFFF000, 1), (0x7FFF00, 0x200), (0x1000, 0)];
        foreach ((ulong phys, ulong size) in ranges)
            Assert.Equal(DmaAddr.MappingError, ops.Map(device, phys, size, DmaDirection.Bidirectional));
        Assert.Equal(0UL, ops.SlotsInUse);
    }

    [Fact]
    public void UnmapGoesByItsRecord()
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        Device device = Device();
        var bus = new BusMaster(machine, device);
        DmaAddr address = ops.Map(device, 0x8E00, 0x1000, DmaDirection.FromDevice);
        DmaAddr beside = ops.Map(device, 0x10000, 0x1800, DmaDirection.FromDevice);
        bus.Write(address, Pattern(0x1000, 5));
        ops.UnmapPage(device, address + 0x800, 0x800, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.Equal(5UL, ops.SlotsInUse);
        ops.UnmapPage(device, address, 0x20000, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.Equal(Pattern(0x1000, 5), machine.CpuReads(0x8E00, 0x1000));
        Assert.Equal(3UL, ops.SlotsInUse);
        bus.Write(beside, Pattern(0x1800, 6));
        ops.UnmapPage(device, beside, 0x1800, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        ops.UnmapPage(device, beside, 0x1800, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.Equal(new byte[0x1800], machine.CpuReads(0x10000, 0x1800));
        Assert.Equal(0UL, ops.SlotsInUse);
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice, false, true)]
    [InlineData(DmaDirection.FromDevice, true, false)]
    [InlineData(DmaDirection.Bidirectional, true, true)]
    public void SyncsExactlyTheRangeByDirection(DmaDirection direction, bool copiesOut, bool copiesIn)
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        Device device = Device(minAlign: 0xFFF);
        const ulong Phys = 0x8D55, Size = 0x1900, From = 0x733, Length = 0x912;
        byte[] none = new byte[Size], cpus = Pattern(Size, 1), devices = Pattern(Size, 2);
        DmaAddr address = ops.Map(device, Phys, Size, direction);
        new BusMaster(machine, device).Write(address, devices);
        ops.SyncSingleForCpu(device, address + From, Length, direction);
        Assert.Equal(copiesOut ? Part(none, devices) : none, machine.CpuReads(Phys, Size));
        machine.CpuWrites(Phys, Size, 1);
        ops.SyncSingleForDevice(device, address + From, Length, direction);
        Assert.Equal(copiesIn ? Part(devices, cpus) : devices, machine.DeviceReads(device, address, Size));

        // Neither over the mapping's end, nor in what is left of its last slot, nor in free slots behind.
        machine.CpuWrites(Phys + Size, 0x800, 7);
        ops.SyncSingleForCpu(device, address + (Size - 1), 0x500, direction);
        foreach (ulong behind in new[] { Size, Size + 1, 0x6000UL })
        {
            ops.SyncSingleForCpu(device, address + behind, 0x10, direction);
            ops.UnmapPage(device, address + behind, 0x10, direction, DmaAttrs.None);
        }

        Assert.Equal(Pattern(0x800, 7), machine.CpuReads(Phys + Size, 0x800));
        Assert.Equal(4UL, ops.SlotsInUse);

        static byte[] Part(byte[] outside, byte[] inside) =>
            [.. outside[..(int)From], .. inside[(int)From..(int)(From + Length)], .. outside[(int)(From + Length)..]];
    }

    [Fact]
    public void ADirectionOfNoneIsABugWithoutEffect()
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        Device device = Device();
        var list = new ScatterList(1);
        DmaAddr bounced = ops.Map(device, 0x10000, 0x100, DmaDirection.Bidirectional);
        foreach (DmaAddr address in new[] { bounced, new DmaAddr(0x800000) })
        {
            Assert.Throws<KernelBugException>(() => ops.UnmapPage(device, address, 0x100, DmaDirection.None, DmaAttrs.None));
            Assert.Throws<KernelBugException>(() => ops.SyncSingleForCpu(device, address, 0x100, DmaDirection.None));
            Assert.Throws<KernelBugException>(() => ops.SyncSingleForDevice(device, address, 0x100, DmaDirection.None));
        }

        Assert.Throws<KernelBugException>(() => ops.Map(device, 0, 1, DmaDirection.None));
        Assert.Throws<KernelBugException>(() => ops.MapSg(device, list, 0, DmaDirection.None, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => ops.UnmapSg(device, list, 0, DmaDirection.None, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => ops.SyncSgForCpu(device, list, 0, DmaDirection.None));
        Assert.Throws<KernelBugException>(() => ops.SyncSgForDevice(device, list, 0, DmaDirection.None));
        Assert.Throws<KernelBugException>(() => ops.Map(Device(boundary: 0x2FFF), 0x10000, 0x100, DmaDirection.ToDevice));
        Assert.Equal(1UL, ops.SlotsInUse);
    }

    [Fact]
    public void MapsAListInWholeOrNotAtAll()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, slabs: 128);
        using Machine _ = machine;
        Device device = Device();
        var list = new ScatterList(4);
        (ulong, int)[] entries = [(0x100, 0x1000), (0x8F00, 0x200), (0x10000, 0x300), (0x40000, (int)IoTlb.SegmentSize)];
        foreach ((ulong phys, int size) in entries)
            list.Add(machine.Memory.Buffer(new PhysAddr(phys), size));
        machine.CpuWrites(0x8F00, 0x200, 4);
        Assert.True(ops.MapSg(device, list, 4, DmaDirection.Bidirectional, DmaAttrs.None) <= 0);
        Assert.Equal((0UL, default(DmaAddr)), (ops.SlotsInUse, list.DmaAddressAt(1)));
        Assert.Equal(3, ops.MapSg(device, list, 3, DmaDirection.Bidirectional, DmaAttrs.None));
        Assert.Equal(new DmaAddr(0x800100), list.DmaAddressAt(0));
        Assert.Equal(Pattern(0x200, 4), machine.DeviceReads(device, list.DmaAddressAt(1), (ulong)list.DmaLengthAt(1)));
        new BusMaster(machine, device).Write(list.DmaAddressAt(2), Pattern(0x300, 8));
        ops.SyncSgForCpu(device, list, 3, DmaDirection.Bidirectional);
        Assert.Equal(Pattern(0x300, 8), machine.CpuReads(0x10000, 0x300));
        machine.CpuWrites(0x8F00, 0x200, 11);
        ops.SyncSgForDevice(device, list, 3, DmaDirection.Bidirectional);
        Assert.Equal(Pattern(0x200, 11), machine.DeviceReads(device, list.DmaAddressAt(1), 0x200));
        ops.UnmapSg(device, list, 3, DmaDirection.Bidirectional, DmaAttrs.None);
        Assert.Equal(0UL, ops.SlotsInUse);
    }
}
