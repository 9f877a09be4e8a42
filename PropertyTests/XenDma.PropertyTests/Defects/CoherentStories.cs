using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;

namespace XenDma.PropertyTests.Defects;

/// <summary>How each defect of coherent memory shows.</summary>
internal static class CoherentStories
{
    // Behind the pool's block: the next free page, which alloc gives first.
    private const ulong Next = 0x240;

    internal static Story ExchangeAlways()
    {
        var story = new Story();
        story.Alloc(0x1000);
        story.P2m(Next, 1);
        return story;
    }

    internal static Story FreeNeverGivesBack() => GivesBack();

    internal static Story FreeDestroyNegationLost() => GivesBack();

    internal static Story FreeDestroysWhenTorn()
    {
        var story = new Story { Layout = Placed((Next, 0x20007), (Next + 1, 0x20003)) };
        int first = story.Alloc(0x1000);
        story.Alloc(0x1000);
        story.Free(first, 0x2000);
        story.P2m(Next, 2);
        return story;
    }

    internal static Story FreeDestroysNeverExchanged()
    {
        var story = new Story();
        story.Free(story.Alloc(0x1000), 0x1000);
        story.P2m(Next, 1);
        return story;
    }

    internal static Story SizeNotRounded()
    {
        ulong last = ((TestGuest.MfnBase + Next) << XenPage.Shift) + 0x17FF;
        var story = new Story { Devices = [new() { CoherentDmaMask = last }] };
        story.Alloc(0x1800);
        return story;
    }

    internal static Story AllocTailNotZeroed()
    {
        var story = new Story();
        story.CpuFill(Next << XenPage.Shift, 0x1000);
        story.CpuSumAt(story.Alloc(0x10), 0x10, 0xFF0);
        return story;
    }

    internal static Story SizeShiftedByXenPage()
    {
        var story = new Story { Layout = TestGuest.Layout() with { PageShift = 16 } };
        int wide = story.Alloc(0x20000);
        story.CpuFillAt(wide, 0x20000, 1);
        story.CpuFillAt(story.Alloc(0x10000), 0x10000, 2);
        story.CpuSumAt(wide, 0, 0x20000);
        return story;
    }

    internal static Story CoherentNotSizeAligned()
    {
        var story = new Story { Layout = Placed((Next, 0x20005), (Next + 1, 0x20006), (Next + 2, 0x20007), (Next + 3, 0x20008)) };
        story.Alloc(0x4000);
        return story;
    }

    internal static Story ExchangeOrderCapped()
    {
        MachineLayout torn = PoolInitRun.Layout(0x1000, new FrameRange(0x1000, 0x800)) with { ExchangeMaxOrder = 10 };
        var story = new Story { Layout = torn };
        story.Alloc(0x400000);
        return story;
    }

    internal static Story ExchangeIgnoresMaskShape()
    {
        // 29 bits: the frames that the pool gave up, from 0x10200 on, fit the width and not the mask.
        var story = new Story { Layout = Placed((Next, 0x200000)) with { Spare = [new FrameRange(0x400, 64)] }, Devices = [new() { CoherentDmaMask = 0x100FFFFF }] };
        story.Alloc(0x1000);
        return story;
    }

    internal static Story MaskZeroMeans32Bits()
    {
        var story = new Story { Devices = [new() { CoherentDmaMask = 0 }] };
        story.Alloc(0x1000);
        return story;
    }

    internal static Story CoherentMaskTruncated()
    {
        MachineLayout layout = Placed((Next, 0x200000)) with { Free = [new FrameRange(0x200, 0x41)], Spare = [new FrameRange(0x300000, 1), new FrameRange(0x400, 64)] };
        var story = new Story { Layout = layout, Devices = [new() { CoherentDmaMask = (1UL << 40) - 1 }] };
        story.Alloc(0x1000);
        story.P2m(Next, 1);
        return story;
    }

    internal static Story DestroyRestoresByArithmetic()
    {
        // The first page is exchanged for the only spare frame there is: giving back two is refused.
        MachineLayout layout = Placed((Next, 0x200000)) with { Free = [new FrameRange(Next, 2)], Spare = [new FrameRange(0x400, 1)] };
        var story = new Story { Layout = layout };
        int first = story.Alloc(0x1000);
        story.Alloc(0x1000);
        story.Free(first, 0x2000);
        story.P2m(Next, 2);
        return story;
    }

    internal static Story FreeLeaksOnSuspicion()
    {
        var story = new Story { Devices = [new(), new() { CoherentDmaMask = 0xFFFFFF }] };
        story.Free(story.Alloc(0x1000), 0x1000, device: 1);
        story.Alloc(0x1000);
        return story;
    }

    private static Story GivesBack()
    {
        MachineLayout layout = Placed((Next, 0x200000)) with { Free = [new FrameRange(0x200, 0x41)], Spare = [new FrameRange(0x400, 65)] };
        var story = new Story { Layout = layout };
        story.Free(story.Alloc(0x1000), 0x1000);
        story.P2m(Next, 1);
        return story;
    }

    private static MachineLayout Placed(params (ulong Pfn, ulong Mfn)[] moved) => TestGuest.Layout(moved) with { Spare = [new FrameRange(0x400, 128)] };
}
