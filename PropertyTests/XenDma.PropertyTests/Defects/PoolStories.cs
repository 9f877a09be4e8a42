using XenDma.Bouncing;
using XenDma.PropertyTests.ModelTests;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Defects;

/// <summary>How each defect of the slot pool shows.</summary>
internal static class PoolStories
{
    private const ulong Big = IoTlb.SegmentSize;

    internal static Story FromDeviceSlotUninitialised()
    {
        Story story = Forced();
        story.CpuFill(Story.Whole, Big);
        story.Unmap(story.Map(Story.Whole, Big, ToDevice), Big, ToDevice);
        story.Unmap(story.Map(Story.Whole + Big, Big, FromDevice), Big, FromDevice);
        story.CpuSum(Story.Whole + Big, Big);
        return story;
    }

    internal static Story SyncForDeviceClobbers()
    {
        Story story = Forced();
        int map = story.Map(Story.Whole, 0x800, FromDevice);
        story.DeviceFill(map, 0, 0x800);
        story.SyncForDevice(map, 0, 0x800, FromDevice);
        story.SyncForCpu(map, 0, 0x800, FromDevice);
        story.CpuSum(Story.Whole, 0x800);
        return story;
    }

    internal static Story SyncOverwritesByInitialCopyInUnmap()
    {
        Story story = Forced();
        int map = story.Map(Story.Whole, 0x800, ToDevice);
        story.DeviceFill(map, 0, 0x800);
        story.Unmap(map, 0x800, ToDevice);
        story.CpuSum(Story.Whole, 0x800);
        return story;
    }

    internal static Story UnmapTrustsSize()
    {
        Story story = Forced();
        story.Unmap(story.Map(Story.Whole, 0x1800, ToDevice), 0x800, ToDevice);
        story.SlotsInUse();
        return story;
    }

    internal static Story CopyTrustsSize()
    {
        Story story = Forced();
        int map = story.Map(Story.Whole, 0x800, FromDevice);
        story.CpuFill(Story.Whole + 0x800, 0x800);
        story.SyncForCpu(map, 0, 0x1000, FromDevice);
        story.CpuSum(Story.Whole, 0x1000);
        return story;
    }

    internal static Story SyncIgnoresOffset()
    {
        Story story = Forced();
        int map = story.Map(Story.Whole, 0x1000, Bidirectional);
        story.DeviceFill(map, 0x100, 0x40);
        story.SyncForCpu(map, 0x100, 0x40, Bidirectional);
        story.CpuSum(Story.Whole, 0x1000);
        return story;
    }

    internal static Story PartialSyncRefused()
    {
        Story story = Forced(minAlign: 0xFFF);
        int map = story.Map(Story.Whole + 0x400, 0x1000, FromDevice);
        story.DeviceFill(map, 0x500, 0x40);
        story.SyncForCpu(map, 0x500, 0x40, FromDevice);
        story.CpuSum(Story.Whole + 0x400, 0x1000);
        return story;
    }

    internal static Story HighmemSyncWrongPage()
    {
        Story story = Forced();
        int map = story.Map(Story.Whole + 0xC00, 0x1000, FromDevice);
        story.DeviceFill(map, 0x500, 0x40);
        story.SyncForCpu(map, 0x500, 0x40, FromDevice);
        story.CpuSum(Story.Whole, 0x2000);
        return story;
    }

    internal static Story MinAlignIgnored()
    {
        Story story = Forced(minAlign: 0xFFF);
        story.Map(Story.Whole + 0x200, 0x1000, ToDevice);
        return story;
    }

    internal static Story EndlessSlotSearch()
    {
        // Slots 0..39 and 60..99 are free again, the index stands at 120: sixty slots are free, no sixty in a run.
        Story story = Forced(minAlign: 0xFFF);
        int first = story.Map(Story.Whole, 40 * IoTlb.SlotSize, ToDevice);
        story.Map(Story.Whole, 20 * IoTlb.SlotSize, ToDevice);
        int third = story.Map(Story.Whole, 40 * IoTlb.SlotSize, ToDevice);
        story.Map(Story.Whole, 20 * IoTlb.SlotSize, ToDevice);
        story.Unmap(first, 40 * IoTlb.SlotSize, ToDevice);
        story.Unmap(third, 40 * IoTlb.SlotSize, ToDevice);
        story.Map(Story.Whole + 0x800, 60 * IoTlb.SlotSize, ToDevice);
        return story;
    }

    internal static Story AlignSearchFindsNothing()
    {
        Story story = Forced(minAlign: 0xFFF);
        story.Map(Story.Whole + 0x800, 0x1000, ToDevice);
        return story;
    }

    internal static Story PageAlignmentLost()
    {
        Story story = Forced();
        story.Map(Story.Whole, 0x800, ToDevice);
        story.Map(Story.Whole, 0x1000, ToDevice);
        return story;
    }

    internal static Story ZeroOriginalMeansNone()
    {
        Story story = Forced();
        int map = story.Map(0, 0x800, FromDevice);
        story.DeviceFill(map, 0, 0x800);
        story.Unmap(map, 0x800, FromDevice);
        story.CpuSum(0, 0x800);
        return story;
    }

    internal static Story ZeroOriginalSkipsAlignment()
    {
        Story story = Forced(minAlign: 0xFFF);
        story.Map(Story.Whole, 0x800, ToDevice);
        story.Map(0, 0x800, ToDevice);
        return story;
    }

    internal static Story DoubleUnmapSkewsUsed()
    {
        Story story = Forced(minAlign: 0xFFF);
        int map = story.Map(Story.Whole + 0x200, 0x400, ToDevice);
        story.Unmap(map, 0x400, ToDevice);
        story.Unmap(map, 0x400, ToDevice);
        story.SlotsInUse();
        return story;
    }

    private static Story Forced(ulong minAlign = 0) => new()
    {
        Layout = TestGuest.Layout(),
        Pool = new(128, Force: true, Early: true),
        Devices = [new() { MinAlignMask = minAlign }],
    };
}
