using XenDma.Bouncing;
using XenDma.Machines;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

/// <summary>How each defect of Arm and of bare metal shows.</summary>
internal static class ArmStories
{
    private const ulong Foreign = 0x10000;
    private const ulong Local = 0x40000;

    internal static Story PanicOnFull()
    {
        Story story = Metal(new DeviceTraits(), force: true);
        story.Map(Local, IoTlb.SegmentSize, ToDevice);
        story.Map(Local, 0x8001, ToDevice);
        return story;
    }

    internal static Story CoherentDrainsPool()
    {
        Story story = Metal(new DeviceTraits { CoherentDmaMask = 0x23FFFF }, force: false);
        story.Alloc(0x1000);
        story.SlotsInUse();
        return story;
    }

    internal static Story ZeroOriginalCopied()
    {
        Story story = Metal(new DeviceTraits { CoherentDmaMask = 0x23FFFF }, force: false);
        story.CpuFill(0, 0x1000);
        story.CpuSumAt(story.Alloc(0x1000), 0, 0x1000);
        return story;
    }

    internal static Story DeviceOpsBeforeXen()
    {
        Story story = Guest(force: false);
        story.Map(Foreign, 0x800, ToDevice);
        return story;
    }

    internal static Story MapSkipsCacheOnBounce()
    {
        Story story = Guest(force: true);
        story.CpuFill(Local, 0x800);
        story.DeviceSum(story.Map(Local, 0x800, ToDevice), 0x800);
        return story;
    }

    internal static Story BounceKeepsOriginalBus() => MapSkipsCacheOnBounce();

    internal static Story ForeignDirectWithoutFlush() => Sends(hasCacheFlush: false, Mfn);

    internal static Story ForeignNeverFlushed() => Sends(hasCacheFlush: true, Mfn);

    internal static Story FlushFrameShift32() => Sends(hasCacheFlush: true, 0x300000);

    internal static Story NeedBounceCompares32Bits() => Sends(hasCacheFlush: false, (1UL << 32) + (Foreign >> XenPage.Shift));

    internal static Story NativePoolInsideXenPool()
    {
        Story story = Guest(force: true);
        story.Map(Local, 0x800, ToDevice);
        story.SlotsInUse();
        return story;
    }

    private const ulong Mfn = 0x5000;

    /// <summary>An initial domain with another domain's page at <see cref="Foreign"/>, and a device that does not snoop.</summary>
    internal static Story Guest(bool force, ulong foreign = Mfn, bool hasCacheFlush = true) => new()
    {
        Platform = Platform.XenDom0Arm,
        Layout = new MachineLayout
        {
            FrameCount = 0x400,
            Owned = [new FrameRun(0, 0, 0x10), new FrameRun(0x11, 0x11, 0x3EF)],
            Foreign = [new FrameRun(0x10, foreign, 1)],
            Free = [new FrameRange(0x200, 0x200)],
            HasCacheFlush = hasCacheFlush,
        },
        Pool = new(128, force, Early: true),
        Devices = [new() { DmaMask = ulong.MaxValue, IsCoherent = false }],
    };

    private static Story Sends(bool hasCacheFlush, ulong foreign)
    {
        Story story = Guest(force: false, foreign, hasCacheFlush);
        story.CpuFill(Foreign, 0x800);
        story.DeviceSum(story.Map(Foreign, 0x800, ToDevice), 0x800);
        return story;
    }

    private static Story Metal(DeviceTraits device, bool force) => new()
    {
        Platform = Platform.BareMetal,
        Layout = new MachineLayout { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x200)] },
        Pool = new(128, force, Early: true),
        Devices = [device],
    };
}
