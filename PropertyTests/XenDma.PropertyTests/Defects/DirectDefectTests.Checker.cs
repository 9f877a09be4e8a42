using XenDma.Debugging;
using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

/// <summary>Defects of the kernel's own checker.</summary>
public sealed partial class DirectDefectTests
{
    [Fact]
    public void OverlapNeverReported()
    {
        Assert.Equal(1, Overlaps(Semantics.Contract, FromDevice, 0x41000, DmaAttrs.None));
        Assert.Equal(0, Overlaps(Wrong(nameof(OverlapNeverReported)), FromDevice, 0x41000, DmaAttrs.None));
    }

    [Fact]
    public void OverlapReportedForSkipped()
    {
        Assert.Equal(0, Overlaps(Semantics.Contract, FromDevice, 0x41000, DmaAttrs.SkipCpuSync));
        Assert.Equal(1, Overlaps(Wrong(nameof(OverlapReportedForSkipped)), FromDevice, 0x41000, DmaAttrs.SkipCpuSync));
    }

    [Fact]
    public void OverlapPerPage()
    {
        Assert.Equal(0, Overlaps(Semantics.Contract, ToDevice, 0x41800, DmaAttrs.None));
        Assert.Equal(1, Overlaps(Wrong(nameof(OverlapPerPage)), ToDevice, 0x41800, DmaAttrs.None));
    }

    [Fact]
    public void SyncBackwardsSearchTooShort()
    {
        Assert.Equal(0, Reports(Semantics.Contract));
        Assert.Equal(1, Reports(Wrong(nameof(SyncBackwardsSearchTooShort))));

        static long Reports(Semantics semantics)
        {
            using XenGuest guest = Boot(Semantics.Contract, Early);
            DmaDebug checker = Checker(guest, semantics, out Device device);
            DmaAddr dma = device.MapSingle(TestGuest.BufferAt(guest, 0x40000, 0x20000), 0x20000, FromDevice);
            device.MappingError(dma);
            device.SyncSingleForCpu(dma + 0x1A000, 0x100, FromDevice);
            return checker.ReportCount;
        }
    }

    [Fact]
    public void SyncAmbiguousIsUnknown()
    {
        Assert.Equal(0, Unallocated(Semantics.Contract, 0x1000));
        Assert.Equal(1, Unallocated(Wrong(nameof(SyncAmbiguousIsUnknown)), 0x1000));
    }

    [Fact]
    public void SyncTypeNeverMatchesPage()
    {
        Semantics wrong = Wrong(nameof(SyncTypeNeverMatchesPage)) with { SyncAmbiguousIsUnknown = true };
        Assert.Equal(0, Unallocated(wrong with { SyncTypeNeverMatchesPage = false }, 0x800));
        Assert.Equal(1, Unallocated(wrong, 0x800));
    }

    [Fact]
    public void FailedResourceTracked()
    {
        Assert.Equal(0, Leaks(Semantics.Contract));
        Assert.Equal(1, Leaks(Wrong(nameof(FailedResourceTracked))));

        static int Leaks(Semantics semantics)
        {
            using XenGuest guest = Boot(Semantics.Linux6_14, Early);
            DmaDebug checker = Checker(guest, semantics, out Device device);
            Assert.True(device.MappingError(device.MapResource(new PhysAddr(0xFE000000), 0x1000, Bidirectional)));
            return checker.ReleaseDevice(device);
        }
    }

    private static long Overlaps(Semantics semantics, DmaDirection direction, ulong second, DmaAttrs attrs)
    {
        using XenGuest guest = Boot(Semantics.Contract, Early);
        DmaDebug checker = Checker(guest, semantics, out Device device);
        device.MapSingle(TestGuest.BufferAt(guest, 0x41000, 0x800), 0x800, direction);
        device.MapSingle(TestGuest.BufferAt(guest, second, 0x800), 0x800, direction, attrs);
        return checker.CountOf(Misuse.OverlapsActiveMapping);
    }

    /// <summary>One buffer is mapped as two sizes at one address; a sync of <paramref name="size"/> bytes may mean either.</summary>
    private static long Unallocated(Semantics semantics, ulong size)
    {
        using XenGuest guest = Boot(Semantics.Contract, Early);
        DmaDebug checker = Checker(guest, semantics, out Device device);
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x41000, 0x2000);
        DmaAddr dma = device.MapSingle(buffer, size == 0x800 ? 0x800 : 0x1800, ToDevice);
        device.MapSingle(buffer, 0x2000, ToDevice);
        device.SyncSingleForDevice(dma, (int)size, ToDevice);
        return checker.CountOf(Misuse.SyncsUnallocated) + checker.CountOf(Misuse.SyncsOutsideRange);
    }

    private static DmaDebug Checker(XenGuest guest, Semantics semantics, out Device device)
    {
        var checker = new DmaDebug(guest.Ops, new DmaDebugOptions { Semantics = semantics });
        device = new Device("nic", new DeviceTraits { DmaMask = ulong.MaxValue }, checker);
        return checker;
    }
}
