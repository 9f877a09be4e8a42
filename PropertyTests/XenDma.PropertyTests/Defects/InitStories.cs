using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

/// <summary>How each defect of the pool's making shows.</summary>
internal static class InitStories
{
    internal static Story EarlyPoolNotPageRounded() => new();

    /// <summary>Neither 4,480 nor 2,240 slots can be had: 1,120 remain, eight segments and three quarters of one.</summary>
    internal static Story PartialLastSegment()
    {
        var story = new Story { Layout = Holed(0x2000, 800), Pool = new(4480, Early: true) };
        story.P2m((1120 * IoTlb.SlotSize) >> XenPage.Shift, 16);
        return story;
    }

    internal static Story ListBeyondPoolEnd()
    {
        var story = new Story
        {
            Layout = Holed(0x2000, 800),
            Pool = new(4480, Force: true, Early: true),
        };
        int first = story.Map(0x1000000, IoTlb.SegmentSize, FromDevice);
        for (int i = 0; i < 7; i++) story.Map(0x1000000, IoTlb.SegmentSize, FromDevice);
        story.Unmap(first, IoTlb.SegmentSize, FromDevice);
        story.Map(0x1000000, IoTlb.SegmentSize, FromDevice);
        return story;
    }

    internal static Story RetryKeepsBytes()
    {
        var story = new Story { Layout = Holed(0x400, 700), Pool = new(2048) };
        story.Alloc(0x1000);
        return story;
    }

    internal static Story LateInitDoubleFree() => new() { Layout = PoolInitRun.Layout(0x400), Pool = new(2048) };

    internal static Story TwoPoolsOnArm64() => ArmStories.Guest(force: false);

    internal static Story LatePoolAnywhere() => new()
    {
        Platform = Platform.XenDom0Arm,
        Layout = new MachineLayout { FrameCount = 0x100400, Owned = [new FrameRun(0x100000, 0x100000, 0x400)], Free = [new FrameRange(0x100000, 0x400)] },
        Pool = new(1024),
    };

    internal static Story EarlyAreasNotReduced() => ManyCpus(early: true);

    internal static Story AreasNotReduced() => ManyCpus(early: false);

    internal static Story PanicWithoutPool()
    {
        var story = new Story { Layout = TestGuest.Layout((0x10, 0x100007)) with { Spare = [] } };
        story.Map(Story.Torn, 0x800, ToDevice);
        return story;
    }

    internal static Story LateInitReusesFreedBlock()
    {
        var story = new Story { Layout = Holed(0x400, 300), Pool = new(1024) };
        story.Alloc(0x1000);
        return story;
    }

    internal static Story NoForceStillBounces()
    {
        var story = new Story { Pool = new(0, Early: true, NoForce: true) };
        story.Map(Story.Torn, 0x800, ToDevice);
        return story;
    }

    /// <summary>Frames to spare, and a guest frame that has none: no block that holds it can be exchanged.</summary>
    private static MachineLayout Holed(ulong frameCount, ulong hole)
    {
        MachineLayout layout = PoolInitRun.Layout(frameCount, new FrameRange(0x1000, 64 * 64));
        return layout with { Owned = layout.Owned!.Value.RemoveAt((int)hole) };
    }

    private static Story ManyCpus(bool early)
    {
        MachineLayout layout = PoolInitRun.Layout(0x1000, new FrameRange(0x1000, 64 * 8)) with { CpuCount = 64 };
        var story = new Story { Layout = layout, Pool = new(1024, Force: true, Early: early) };
        story.Map(0x800000, IoTlb.SegmentSize, FromDevice);
        return story;
    }
}
