using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

public sealed partial class DirectDefectTests
{
    [Fact]
    public void SetupTwiceSavesXenOps()
    {
        Map(Wrong(nameof(SetupTwiceSavesXenOps)) with { SetupTwiceSavesXenOps = false });
        Assert.Throws<KernelHangException>(() => Map(Wrong(nameof(SetupTwiceSavesXenOps))));

        static void Map(Semantics semantics)
        {
            using XenGuest guest = BootArm(semantics);
            Device device = guest.AddDevice("nic", new DeviceTraits { IsCoherent = false });
            guest.Dispatch.SetUp(device);
            device.UnmapSingle(device.MapSingle(TestGuest.BufferAt(guest, 0x41000, 0x800), 0x800, ToDevice), 0x800, ToDevice);
        }
    }

    [Fact]
    public void SetupSkippedWhenOpsSet()
    {
        Assert.Equal(new DmaAddr(0x5000000), MapForeign(Semantics.Contract));
        Assert.Equal(new DmaAddr(0x10000), MapForeign(Wrong(nameof(SetupSkippedWhenOpsSet))));

        // The device's bus has given it ops before the architecture sets it up.
        static DmaAddr MapForeign(Semantics semantics)
        {
            using XenGuest guest = BootArm(semantics);
            var native = new XenSwiotlbOps(guest.Machine, new BareMetalTranslation(guest.Machine, semantics), null, default);
            var device = new Device("nic", new DeviceTraits(), archOps: null, deviceOps: native);
            guest.Dispatch.SetUp(device);
            return device.MapSingle(TestGuest.BufferAt(guest, 0x10000, 0x800), 0x800, ToDevice);
        }
    }

    [Fact]
    public void TeardownKeepsSavedOps()
    {
        // The first device's native ops are gone with it; what is set up next under the same name must not find them.
        Semantics wrong = Wrong(nameof(TeardownKeepsSavedOps));
        Assert.False(FindsOldNative(wrong with { TeardownKeepsSavedOps = false }));
        Assert.True(FindsOldNative(wrong));

        static bool FindsOldNative(Semantics semantics)
        {
            using XenGuest guest = BootArm(semantics);
            var old = new XenSwiotlbOps(guest.Machine, new BareMetalTranslation(guest.Machine, semantics), null, default);
            var device = new Device("nic", new DeviceTraits(), archOps: null, deviceOps: old);
            guest.Dispatch.SetUp(device);
            guest.Dispatch.TearDown(device);
            return ReferenceEquals(guest.Dispatch.NativeOpsOf(device), old);
        }
    }

    [Fact]
    public void FlushWithoutBusOffset()
    {
        Assert.Equal(new DmaAddr(0xC0041000), Mapped(Semantics.Contract));
        Assert.Equal(new DmaAddr(0x41000), Mapped(Wrong(nameof(FlushWithoutBusOffset))));

        // The bus adds 0xC0000000 to what the memory controller sees.
        static DmaAddr Mapped(Semantics semantics)
        {
            using XenGuest guest = BootArm(semantics);
            Device device = guest.AddDevice("pci", new DeviceTraits { BusOffset = unchecked(0UL - 0xC0000000) });
            DmaAddr dma = device.MapSingle(TestGuest.BufferAt(guest, 0x41000, 0x800), 0x800, ToDevice);
            device.UnmapSingle(dma, 0x800, ToDevice);
            return dma;
        }
    }

    [Fact]
    public void ForeignInsertIgnored()
    {
        Assert.Equal((false, 0x11UL), Map(Semantics.Contract));
        Assert.Equal((true, 0x11UL), Map(Wrong(nameof(ForeignInsertIgnored))));

        // There is memory for one range, which the layout's own page has.
        static (bool IsMapped, ulong Bfn) Map(Semantics semantics)
        {
            using var machine = new Machine(ArmStories.Guest(force: false).Layout with { Owned = [new FrameRun(0, 0, 0x10), new FrameRun(0x12, 0x12, 0x3EE)] });
            var translation = new ArmDom0Translation(machine, semantics) { MaxForeignRanges = 1 };
            bool isMapped = translation.TryMapForeign(new Pfn(0x11), new Mfn(0x6000));
            Assert.Equal(isMapped, machine.P2M.IsForeign(0x11));
            return (isMapped, translation.PfnToBfn(0x11));
        }
    }

    private static XenGuest BootArm(Semantics semantics) =>
        XenGuest.Boot(ArmStories.Guest(force: false).Layout with { HasNonCoherentDevices = true }, Early, semantics, Platform.XenDom0Arm);
}
