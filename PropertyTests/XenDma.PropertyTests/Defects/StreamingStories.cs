using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

/// <summary>How each defect of streaming mappings shows.</summary>
internal static class StreamingStories
{
    private const ulong Big = IoTlb.SegmentSize;
    private const ulong HighBuffers = 0x50000;

    internal static Story UnmapPassesBusAddress()
    {
        var story = new Story();
        int map = story.Map(Story.Torn, 0x800, FromDevice);
        story.DeviceFill(map, 0, 0x800);
        story.Unmap(map, 0x800, FromDevice);
        story.CpuSum(Story.Torn, 0x800);
        story.SlotsInUse();
        return story;
    }

    internal static Story ErrorPathCopiesBack()
    {
        var story = OutOfReach();
        story.CpuFill(Story.Whole, Big);
        story.Unmap(story.Map(Story.Whole, Big, ToDevice), Big, ToDevice);
        story.CpuFill(HighBuffers, 0x800, 9);
        story.Map(HighBuffers, 0x800, FromDevice, device: 1);
        story.CpuSum(HighBuffers, 0x800);
        return story;
    }

    internal static Story ErrorValuesDisagree()
    {
        var story = new Story { Pool = new(128, Force: true, Early: true) };
        story.Map(Story.Whole, Big, ToDevice);
        story.Map(Story.Torn, 1, ToDevice);
        return story;
    }

    internal static Story ZeroIsTheError()
    {
        var story = new Story { Layout = TestGuest.Layout((0x10, 0)) };
        story.Map(Story.Torn, 0x800, ToDevice);
        return story;
    }

    internal static Story MapSgCleanupCopiesBack()
    {
        var story = new Story { Pool = new(128, Force: true, Early: true) };
        story.CpuFill(Story.Whole, 0x800);
        story.Unmap(story.Map(Story.Whole, 0x800, ToDevice), 0x800, ToDevice);
        story.Map(Story.Whole, 0x3F000, ToDevice);
        story.CpuFill(HighBuffers + Big, 0x1800, 9);
        story.MapList(FromDevice, 0, (HighBuffers + Big, 0x800), (HighBuffers + Big + 0x800, 0x800), (HighBuffers + Big + 0x1000, 0x800));
        story.CpuSum(HighBuffers + Big, 0x1800);
        return story;
    }

    internal static Story MapSgSkipsReachTest()
    {
        var story = OutOfReach();
        story.MapList(ToDevice, 1, (HighBuffers, 0x800));
        return story;
    }

    internal static Story StraddleByKernelPage()
    {
        var story = new Story { Layout = TestGuest.Layout((0x41, 0x20041)) with { PageShift = 16 } };
        story.Map(Story.Whole, 0x2000, ToDevice);
        return story;
    }

    internal static Story StraddleAlignmentForced()
    {
        var story = new Story { Layout = TestGuest.Layout((0x40, 0x20001), (0x41, 0x20002)) };
        story.Map(Story.Whole, 0x2000, ToDevice);
        return story;
    }

    internal static Story MissingFrameMapsDirect()
    {
        var story = new Story { Layout = TestGuest.Layout((0x10, XenPage.NoFrame)), Devices = [new() { DmaMask = ulong.MaxValue }] };
        story.Map(Story.Torn, 0x800, ToDevice);
        return story;
    }

    internal static Story SupportedLooksAtLastByte()
    {
        // The first segment goes up and leaves its low frames to the second.
        var moved = new (ulong, ulong)[64];
        for (ulong i = 0; i < 64; i++) moved[i] = (0x200 + i, 0x40 + i);
        var story = new Story { Layout = TestGuest.Layout(moved) with { Spare = [new FrameRange(0x1000, 64)] }, Pool = new(256, Early: true) };
        story.Supported(0xFFFFF);
        return story;
    }

    internal static Story MinAlignOnGuestAddress()
    {
        var story = new Story { Layout = TestGuest.Layout((0x10, 0x100007), (0x11, 0x100003)), Devices = [new() { MinAlignMask = 0xFFFF }] };
        story.Map(Story.Torn, 0x2000, ToDevice);
        return story;
    }

    internal static Story BusShiftInPhysWidth()
    {
        var story = new Story { Devices = [new() { DmaMask = ulong.MaxValue }] };
        story.Map(Story.Torn, 0x800, ToDevice);
        return story;
    }

    internal static Story BusToPhysBugs()
    {
        var story = new Story { Layout = TestGuest.WithForeign(0x10, 0x300000), Devices = [new() { DmaMask = ulong.MaxValue }] };
        story.Unmap(story.Map(Story.Torn, 0x800, ToDevice), 0x800, ToDevice);
        return story;
    }

    /// <summary>The pool lies above 16 MiB, beyond the second device's reach.</summary>
    private static Story OutOfReach() => new()
    {
        Layout = TestGuest.Layout() with { Spare = [new FrameRange(0x2000, 64)] },
        Pool = new(128, Force: true, Early: true),
        Devices = [new(), new() { DmaMask = 0xFFFFFF }],
    };
}
