using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Which mapping a call means where one address is mapped several times.</summary>
public sealed class BestFitTests : IDisposable
{
    private readonly DebugRig _rig = new();
    private readonly GuestBuffer _page;

    public BestFitTests() => _page = _rig.Pages();

    private Device Device => _rig.Device;

    [Theory]
    [InlineData(100, 4096)]
    [InlineData(4096, 100)]
    public void The_size_tells(int first, int second)
    {
        DmaAddr address = _rig.Map(_page, 100, To);
        Assert.Equal(address, _rig.Map(_page, 4096, To));
        Device.UnmapSingle(address, first, To);
        Assert.Equal((ulong)second, Assert.Single(_rig.Debug.LiveMappings(Device)).Size);
        Device.UnmapSingle(address, second, To);
        _rig.AssertReports();
    }

    [Fact]
    public void The_direction_tells()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        _rig.Map(_page, 4096, From);
        Device.SyncSingleForCpu(address, 4096, From);
        Device.UnmapSingle(address, 4096, From);
        Device.UnmapSingle(address, 4096, To);
        _rig.AssertReports();
    }

    [Fact]
    public void The_kind_tells()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        var list = new ScatterList(1);
        list.Add(_page);
        Assert.Equal(1, Device.MapSg(list, 1, To));
        Device.UnmapSg(list, 1, To);
        Device.UnmapSingle(address, 4096, To);
        _rig.AssertReports();
    }

    [Fact]
    public void The_entry_count_tells()
    {
        var list = new ScatterList(2);
        list.Add(_page);
        list.Add(_rig.Pages());
        Assert.Equal(2, Device.MapSg(list, 2, To));
        Assert.Equal(1, Device.MapSg(list, 1, To));
        Device.UnmapSg(list, 1, To);
        Device.UnmapSg(list, 2, To);
        Assert.Equal(0, _rig.Debug.LiveCount);
        _rig.AssertReports();
    }

    [Fact]
    public void Of_equal_ones_the_oldest_goes()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        _rig.Map(_page, 4096, To);
        long second = _rig.Debug.LiveMappings(Device)[1].Site.Number;
        Device.UnmapSingle(address, 4096, To);
        Assert.Equal(second, Assert.Single(_rig.Debug.LiveMappings(Device)).Site.Number);
    }

    [Fact]
    public void The_only_one_is_taken_though_it_disagrees()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        Device.UnmapSingle(address, 100, From);
        _rig.AssertReports(Misuse.FreesWithDifferentSize, Misuse.FreesWithDifferentDirection);
    }

    /// <summary>Legal: part of either. The kernel says that nothing is allocated there.</summary>
    [Fact]
    public void A_sync_of_part_of_two_mappings_is_not_judged()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        _rig.Map(_page, 4096, To);
        Device.SyncSingleForDevice(address, 100, To);
        _rig.AssertReports();
        Assert.Equal(1, _rig.Debug.UndecidedCount);
    }

    /// <summary>Certainly wrong, but nobody can say what is: told as the kernel does, and both mappings stay.</summary>
    [Fact]
    public void An_unmap_that_agrees_with_neither_of_two_frees_neither()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        _rig.Map(_page, 2048, To);
        Device.UnmapSingle(address, 100, To);
        _rig.AssertReports(Misuse.FreesUnallocated);
        Assert.Null(_rig.Debug.Reports[0].Mapping);
        Assert.Equal(2, _rig.Debug.LiveCount);
    }

    [Fact]
    public void A_sync_goes_on_to_the_mapping_that_begins_further_back()
    {
        GuestBuffer pages = _rig.Pages(4);
        DmaAddr large = _rig.Map(pages, 65536, To);
        DmaAddr small = _rig.Map(pages.Slice(32768, 64), 64, To);
        Assert.Equal(large + 32768, small);
        Device.SyncSingleForDevice(small, 4096, To);
        Device.SyncSingleForDevice(small, 64, To);
        _rig.AssertReports();
    }

    public void Dispose() => _rig.Dispose();
}
