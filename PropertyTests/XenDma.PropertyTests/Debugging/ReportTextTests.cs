using System;
using System.Linq;
using XenDma.Debugging;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>A report says who, what, and both sides with their places.</summary>
public sealed class ReportTextTests
{
    [Fact]
    public void Both_sides_stand_in_the_text()
    {
        using var rig = new DebugRig();
        rig.Debug.Site = "open";
        DmaAddr address = rig.Map(rig.Pages(), 4096, DmaDirection.FromDevice);
        PhysAddr phys = rig.Debug.LiveMappings(rig.Device)[0].CpuAddress;
        rig.Debug.Site = "close";
        rig.Device.UnmapSingle(address, 2048, DmaDirection.FromDevice);
        Assert.Equal(
            "nic0: device driver frees DMA memory with different size: " +
            $"dma_unmap_page of 2048 bytes at {address} FromDevice in call 3 (close); " +
            $"mapped as Single of 4096 bytes at {address} (guest address {phys}) FromDevice in call 1 (open); see XDMA3001",
            rig.Debug.Reports[0].ToString());
    }

    [Fact]
    public void A_leak_says_how_many()
    {
        using var rig = new DebugRig();
        ScatterList list = rig.Mapped(DmaDirection.ToDevice, 100, 200);
        rig.Debug.ReleaseDevice(rig.Device);
        Assert.StartsWith(
            "nic0: device driver has pending DMA allocations while released from device [count=2]: release in call 2; mapped as ScatterGather of ",
            rig.Debug.Reports[0].ToString(),
            StringComparison.Ordinal);
        Assert.Contains("one of 2 mapped of 2 entries", rig.Debug.Reports[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(2, list.Count);
    }

    [Fact]
    public void A_map_call_has_no_address_yet()
    {
        using var rig = new DebugRig();
        GuestBuffer page = rig.Pages();
        rig.Debug.Declare(new MemoryArea(page.Address, 4096, MemoryAreaKind.Stack));
        rig.Map(page, 64, DmaDirection.ToDevice);
        Assert.Equal(
            $"nic0: device driver maps memory from stack: dma_map_page of 64 bytes (guest address {page.Address}) ToDevice in call 1; see XDMA6001",
            rig.Debug.Reports[0].ToString());
    }

    [Fact]
    public void There_are_the_kernel_s_22_and_two_more_and_each_has_its_words()
    {
        Misuse[] all = Enum.GetValues<Misuse>();
        Assert.Equal(Enumerable.Range(1, 24), all.Select(static misuse => (int)misuse));
        Assert.Distinct(all.Select(static misuse => misuse.Words()));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ((Misuse)0).Words());
    }

    [Fact]
    public void The_pool_within_can_be_asked()
    {
        using var rig = new DebugRig(force: true);
        DmaAddr address = rig.Map(rig.Pages(), 4096, DmaDirection.ToDevice);
        Assert.Equal(rig.Guest.SlotsInUse, rig.Debug.SlotsInUse);
        Assert.True(rig.Debug.TryGetPoolRange(out PhysAddr start, out PhysAddr end) && start.Value < end.Value);
        Assert.True(rig.Device.MaxMappingSize() < ulong.MaxValue);
        rig.Device.UnmapSingle(address, 4096, DmaDirection.ToDevice);
        var without = new DmaDebug(new StraightOps());
        Assert.Equal((0UL, ulong.MaxValue), (without.SlotsInUse, without.MaxMappingSize(rig.Device)));
        Assert.False(without.TryGetPoolRange(out _, out _));
    }
}
