using System;
using System.Linq;
using System.Threading.Tasks;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples;
using XenDma.Specs.Harness;
using Xunit;
using static XenDma.PropertyTests.Implementations.BitmapSwiotlbGuest;

namespace XenDma.PropertyTests.Implementations;

public class BitmapSwiotlbPoolTests
{
    [Theory]
    [InlineData(1UL, 128UL)]
    [InlineData(129UL, 256UL)]
    [InlineData(384UL, 384UL)]
    [InlineData(0UL, 2048UL)] // 64 MiB, halved until the guest's 4 MiB hold it
    public void ThePoolIsMadeOfWholeContiguousSegments(ulong asked, ulong slots)
    {
        BitmapSwiotlb ops = Boot(out Machine machine, asked);
        using Machine _ = machine;
        Assert.True(ops.TryGetPoolRange(out PhysAddr start, out PhysAddr end));
        Assert.Equal(slots << IoTlb.SlotShift, end.Value - start.Value);
        Assert.True(BusFacts.AreSegmentsContiguous(machine, start, end, out DmaAddr highest));
        Assert.True(highest.Value <= uint.MaxValue);
        Assert.Equal(FreeFrames - (slots / 2), machine.Pages.FreeCount);
        Assert.Equal(4096UL, machine.Hypervisor.SpareCount);
    }

    [Fact]
    public void ThePoolShrinksToWhatTheHypervisorHas()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, 1024, change: static layout => layout with { Spare = [new FrameRange(0x40, 200)] });
        using Machine _ = machine;
        Assert.True(ops.TryGetPoolRange(out PhysAddr start, out PhysAddr end));
        Assert.Equal(2 * IoTlb.SegmentSize, end.Value - start.Value);
        Assert.Equal(FreeFrames - 128, machine.Pages.FreeCount);
    }

    [Fact]
    public void MemoryThatLiesWellIsNotExchanged()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, 256, change: static layout => layout with { Owned = null, Foreign = [], Spare = [] });
        using Machine _ = machine;
        Assert.True(ops.DmaSupported(Device(), uint.MaxValue));
        Assert.True(ops.TryGetPoolRange(out PhysAddr start, out PhysAddr end));
        Assert.Equal(start.Value, machine.P2M.PfnToMfn(start.Pfn.Value) << XenPage.Shift);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoPoolIsAFailureOfTheKindThatTheHourAsksFor(bool early)
    {
        using var machine = new Machine(Layout with { Spare = [] });
        (ulong, ulong) before = Counts(machine);
        Action boot = () => _ = new BitmapSwiotlb(machine, new PoolOptions(512, Early: early));
        if (early) Assert.Throws<KernelBugException>(boot);
        else Assert.Equal(-12, Assert.Throws<PoolInitException>(boot).Rc);
        Assert.Equal(before, Counts(machine));
        Assert.Throws<ArgumentException>(() => new BitmapSwiotlb(machine, new PoolOptions(PoolOptions.MaxSlabs + 1)));
    }

    [Fact]
    public void APoolThatIsReachedInPartIsUsedInPart()
    {
        // The width grows, so the second segment lies above the first.
        FrameRange[] spare = [new(0x40, 64), new(0x10000, 64)];
        BitmapSwiotlb ops = Boot(out Machine machine, 256, change: layout => layout with { Spare = [.. spare] });
        using Machine _ = machine;
        Device narrow = Device(0xFFFFF);
        Assert.False(ops.DmaSupported(narrow, 0x1003_FFFE));
        Assert.True(ops.DmaSupported(narrow, 0x1003_FFFF));
        Assert.False(ops.DmaSupported(narrow, narrow.DmaMask));
        DmaAddr wide = ops.Map(Device(), 0x40000, IoTlb.SegmentSize, DmaDirection.ToDevice);
        Assert.True(wide.Value >= 0x10000000, "the low segment is left to narrow devices");
        for (int i = 0; i < 128; i++) Assert.True(ops.Map(narrow, 0x10000, 0x10, DmaDirection.ToDevice).Value < 0x80000);
        Assert.Equal(DmaAddr.MappingError, ops.Map(narrow, 0x10000, 0x10, DmaDirection.ToDevice));
        ops.UnmapPage(Device(), wide, IoTlb.SegmentSize, DmaDirection.ToDevice, DmaAttrs.None);
        Assert.Equal(DmaAddr.MappingError, ops.Map(narrow, 0x10000, 0x10, DmaDirection.ToDevice));
        Assert.Equal(0UL, ops.MaxMappingSize(Device(0x7FFFE)));
    }

    [Theory]
    [InlineData(0UL, 0UL, 0x40000UL)]
    [InlineData(0xFFFUL, 0UL, 0x3F001UL)]
    [InlineData(0xFFFUL, 0xFFFFUL, 0xF001UL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, 1UL)]
    [InlineData(0UL, 0x2FFFUL, 0UL)]
    public void TheLargestMappingFitsWhereverItComesFrom(ulong minAlign, ulong boundary, ulong size)
    {
        BitmapSwiotlb ops = Boot(out Machine machine, 128);
        using Machine _ = machine;
        Device device = Device(boundary: boundary, minAlign: minAlign);
        Assert.Equal(size, ops.MaxMappingSize(device));
        for (ulong offset = 0; size != 0 && offset < 0x2000; offset += 0x155)
        {
            DmaAddr address = ops.Map(device, 0x40000 + offset, size, DmaDirection.ToDevice);
            Assert.NotEqual(DmaAddr.MappingError, address);
            ops.UnmapPage(device, address, size, DmaDirection.ToDevice, DmaAttrs.None);
        }
    }

    [Fact]
    public void AForeignAddressThatLooksLikeThePoolIsLeftAlone()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, 128, change: static layout => layout with { Foreign = [new FrameRun(25, PoolFrame, 2)] });
        using Machine _ = machine;
        Device device = Device();
        DmaAddr bounced = ops.Map(device, 0x40000, IoTlb.SegmentSize, DmaDirection.FromDevice);
        DmaAddr foreign = ops.Map(device, 0x19000, 0x2000, DmaDirection.FromDevice);
        Assert.Equal(new Mfn(PoolFrame).Address, foreign);
        ops.UnmapPage(device, foreign, 0x2000, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.Equal(128UL, ops.SlotsInUse);
        ops.UnmapPage(device, bounced, IoTlb.SegmentSize, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.Equal(0UL, ops.SlotsInUse);
    }

    [Fact]
    public void ThreadsDoNotShareSlots()
    {
        BitmapSwiotlb ops = Boot(out Machine machine, 512);
        using Machine _ = machine;
        Parallel.For(0, 4, thread =>
        {
            Device device = Device();
            ulong phys = 0x40000 + ((ulong)thread * 0x4000);
            machine.CpuWrites(phys, 0x1800, (byte)thread);
            for (int i = 0; i < 500; i++)
            {
                DmaAddr address = ops.Map(device, phys, 0x1800, DmaDirection.Bidirectional);
                Assert.Equal(Pattern(0x1800, (byte)thread), machine.DeviceReads(device, address, 0x1800));
                ops.UnmapPage(device, address, 0x1800, DmaDirection.Bidirectional, DmaAttrs.None);
            }
        });
        Assert.Equal(0UL, ops.SlotsInUse);
    }
}
