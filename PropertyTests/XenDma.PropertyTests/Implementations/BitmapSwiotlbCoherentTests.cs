using System.Linq;
using XenDma.Machines;
using XenDma.Samples;
using XenDma.Specs.Harness;
using Xunit;
using static XenDma.PropertyTests.Implementations.BitmapSwiotlbGuest;

namespace XenDma.PropertyTests.Implementations;

public class BitmapSwiotlbCoherentTests
{
    [Theory]
    [InlineData(1UL, 0xFFFF_FFFFUL)]
    [InlineData(0x3000UL, 0x1FFF_FFFFUL)]
    [InlineData(0x5001UL, 0xBFFF_FFFFUL)] // the mask is no 2^n - 1
    [InlineData(0x2000UL, 0UL)] // none was set
    public void GivesZeroedMemoryInReachAndTakesAllBack(ulong size, ulong mask)
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        (ulong, ulong) before = Counts(machine);
        Device device = Device(mask);
        GuestBuffer buffer = Alloc(ops, machine, device, size, out DmaAddr handle);
        Assert.Equal(handle, BusFacts.BusOf(machine, buffer.Address));
        Assert.True(BusFacts.IsConsecutive(machine, buffer.Address, size));
        Assert.True(BusFacts.EndsWithin(handle, size, mask == 0 ? uint.MaxValue : mask));
        ops.Free(device, size + 0x9000, buffer, handle, DmaAttrs.None);
        Assert.Equal(before, Counts(machine));
        ops.Free(device, size, buffer, handle, DmaAttrs.None);
        Assert.Equal(before, Counts(machine));
        Assert.True(machine.Hypervisor.IsSpare(handle.Mfn), "the frames that were exchanged for it are the hypervisor's again");
    }

    [Fact]
    public void MemoryThatFitsKeepsItsFrames()
    {
        BitmapSwiotlb ops = Boot(out Machine machine);
        using Machine _ = machine;
        ulong[] Frames() => [.. Enumerable.Range((int)PoolFrame, (int)FreeFrames).Select(i => machine.P2M.PfnToMfn((ulong)i))];
        Device device = Device(ulong.MaxValue);
        ulong[] before = Frames();
        GuestBuffer buffer = Alloc(ops, machine, device, 0x3000, out DmaAddr handle);
        ops.Free(device, 0x3000, buffer, handle, DmaAttrs.None);
        Assert.Equal(before, Frames());
    }

    [Fact]
    public void WhatCannotBeHadIsNullWithoutATrace()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, change: static layout => layout with { ExchangeMaxOrder = 6 });
        using Machine disposed = machine;
        (ulong, ulong) before = Counts(machine);
        Device device = Device();
        foreach (ulong size in new[] { 0UL, 0x40001UL, FreeFrames << XenPage.Shift, 1UL << 31, ulong.MaxValue })
            Assert.Null(ops.Alloc(device, size, out _, DmaAttrs.None));
        Assert.Null(ops.Alloc(Device(0xFFF), 1, out _, DmaAttrs.None));
        Assert.Null(ops.Alloc(Device(1), 1, out _, DmaAttrs.None));
        Assert.Equal(before, Counts(machine));
        Assert.NotNull(ops.Alloc(null, 0x40000, out DmaAddr handle, DmaAttrs.None));
        Assert.True(handle.Value <= uint.MaxValue);
    }

    [Fact]
    public void AMaskOfOddFormIsNotOverstepped()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, change: static layout => layout with { Spare = [new FrameRange(0xC0000, 256)] });
        using Machine _ = machine;
        Assert.Null(ops.Alloc(Device(0xBFFF_FFFF), 1, out DmaAddr handle, DmaAttrs.None));
        Assert.Equal(DmaAddr.MappingError, handle);
        Assert.NotNull(ops.Alloc(Device(), 1, out handle, DmaAttrs.None));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    public void UsersSeeWholePagesAndNothingOld(int pageShift)
    {
        BitmapSwiotlb ops = Boot(out Machine machine, change: layout => layout with { PageShift = pageShift });
        using Machine _ = machine;
        Device device = Device();
        ulong size = machine.PageSize + 0x10, bytes = 2 * machine.PageSize;
        GuestBuffer buffer = Alloc(ops, machine, device, size, out DmaAddr handle);
        Assert.Equal(0UL, buffer.Address.Value % machine.PageSize);
        Assert.Equal(new byte[bytes], machine.CpuReads(buffer.Address.Value, bytes));
        var mapping = new UserMapping(1, 1);
        Assert.Equal(0, ops.Mmap(device, mapping, buffer, handle, size, DmaAttrs.None));
        ulong first = buffer.Address.Pfn.Value + (machine.PageSize >> XenPage.Shift);
        Assert.Equal(Enumerable.Range(0, (int)(machine.PageSize >> XenPage.Shift)).Select(i => new Pfn(first + (ulong)i)), mapping.Frames);
        Assert.Equal(-6, ops.Mmap(device, new UserMapping(1, 2), buffer, handle, size, DmaAttrs.None));
        Assert.Equal(-6, ops.Mmap(device, new UserMapping(0, 1), buffer, handle, 0, DmaAttrs.None));
        var table = new ScatterList(2);
        Assert.Equal(0, ops.GetSgTable(device, table, buffer, handle, size, DmaAttrs.None));
        Assert.Equal((1, buffer.Address, (int)bytes), (table.Count, table.BufferAt(0).Address, table.BufferAt(0).Length));
        Assert.Equal(-12, ops.GetSgTable(device, new ScatterList(0), buffer, handle, size, DmaAttrs.None));
    }

    [Fact]
    public void LargePagesAreJudgedByTheFramesBehindThem()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, change: static layout => layout with { PageShift = 16 });
        using Machine _ = machine;
        Device device = Device();
        DmaAddr broken = ops.Map(device, 0x7F00, 0x200, DmaDirection.ToDevice);
        DmaAddr whole = ops.Map(device, 0x40000, 0x10000, DmaDirection.ToDevice);
        Assert.True(IsInPool(ops, machine, broken, 0x200));
        Assert.True(IsInPool(ops, machine, whole, 0x10000));
        Assert.Equal(0UL, whole.Value & 0xFFFF);
    }

    private static GuestBuffer Alloc(BitmapSwiotlb ops, Machine machine, Device device, ulong size, out DmaAddr handle)
    {
        for (ulong pfn = PoolFrame; pfn < PoolFrame + FreeFrames; pfn++)
        {
            if (machine.Pages.IsFree(pfn)) machine.CpuWrites(new Pfn(pfn).Address.Value, XenPage.Size, 0x5A);
        }

        GuestBuffer? buffer = ops.Alloc(device, size, out handle, DmaAttrs.None);
        Assert.NotNull(buffer);
        Assert.Equal(new byte[size], buffer.Span.ToArray());
        return buffer;
    }
}
