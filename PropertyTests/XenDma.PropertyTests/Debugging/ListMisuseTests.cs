using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>What calls on scatter lists can say wrong.</summary>
public sealed class ListMisuseTests : IDisposable
{
    private readonly DebugRig _rig = new();

    private Device Device => _rig.Device;

    [Theory]
    [InlineData(DmaDirection.ToDevice)]
    [InlineData(DmaDirection.FromDevice)]
    [InlineData(DmaDirection.Bidirectional)]
    public void Right_use_is_silent(DmaDirection direction)
    {
        ScatterList list = _rig.Mapped(direction, 4096, 100, 2048);
        Assert.Equal(3, _rig.Debug.LiveCount);
        Device.SyncSgForCpu(list, 3, direction);
        Device.SyncSgForDevice(list, 3, direction);
        Device.UnmapSg(list, 3, direction);
        Assert.Equal(0, _rig.Debug.ReleaseDevice(Device));
        _rig.AssertReports();
    }

    [Fact]
    public void One_buffer_twice_in_a_list_the_device_reads()
    {
        GuestBuffer page = _rig.Pages();
        var list = new ScatterList(2);
        list.Add(page);
        list.Add(page);
        Assert.Equal(2, Device.MapSg(list, 2, To));
        Device.SyncSgForDevice(list, 2, To);
        Device.UnmapSg(list, 2, To);
        Assert.Equal(0, _rig.Debug.LiveCount);
        _rig.AssertReports();
    }

    [Fact]
    public void Unmap_with_fewer_entries_leaves_the_rest()
    {
        ScatterList list = _rig.Mapped(From, 4096, 4096, 4096);
        Device.UnmapSg(list, 2, From);
        _rig.AssertReports(Misuse.FreesWithDifferentEntryCount, Misuse.FreesWithDifferentEntryCount);
        Assert.Equal(3, _rig.Debug.Reports[0].Mapping!.EntryCount);
        Assert.Equal(2, _rig.Debug.Reports[0].Call.EntryCount);
        Assert.Equal(1, _rig.Debug.ReleaseDevice(Device));
    }

    [Theory]
    [InlineData(DmaDirection.FromDevice)]
    [InlineData(DmaDirection.Bidirectional)]
    public void Sync_with_fewer_entries(DmaDirection direction)
    {
        ScatterList list = _rig.Mapped(direction, 4096, 4096);
        Device.SyncSgForCpu(list, 1, direction);
        Device.SyncSgForDevice(list, 1, direction);
        _rig.AssertReports(Misuse.SyncsWithDifferentEntryCount, Misuse.SyncsWithDifferentEntryCount);
    }

    [Fact]
    public void Sync_of_a_list_with_another_direction()
    {
        ScatterList list = _rig.Mapped(To, 4096);
        Device.SyncSgForCpu(list, 1, From);
        _rig.AssertReports(Misuse.SyncsWithDifferentDirection, Misuse.SyncsReadOnlyForCpu);
    }

    [Fact]
    public void A_list_that_is_unmapped_already()
    {
        ScatterList list = _rig.Mapped(From, 4096, 4096);
        Device.UnmapSg(list, 2, From);
        Device.SyncSgForCpu(list, 2, From);
        Device.UnmapSg(list, 2, From);
        _rig.AssertReports(Misuse.SyncsUnallocated, Misuse.SyncsUnallocated, Misuse.FreesUnallocated, Misuse.FreesUnallocated);
    }

    [Fact]
    public void An_entry_unmapped_as_a_single_mapping()
    {
        ScatterList list = _rig.Mapped(From, 4096);
        Device.UnmapSingle(list.DmaAddressAt(0), list.DmaLengthAt(0), From);
        _rig.AssertReports(Misuse.FreesWithWrongFunction);
        Assert.Equal(MappingKind.ScatterGather, _rig.Debug.Reports[0].Mapping!.Kind);
        Assert.Equal(MappingKind.Single, _rig.Debug.Reports[0].Call.Kind);
    }

    [Fact]
    public void A_single_mapping_unmapped_as_a_list()
    {
        ScatterList list = _rig.List(4096);
        list.SetDma(0, _rig.Map(list.BufferAt(0), 4096, From), 4096);
        Device.UnmapSg(list, 1, From);
        _rig.AssertReports(Misuse.FreesWithWrongFunction, Misuse.FreesWithDifferentEntryCount);
    }

    [Fact]
    public void An_entry_may_be_synced_on_its_own()
    {
        ScatterList list = _rig.Mapped(From, 4096, 4096);
        Device.SyncSingleForCpu(list.DmaAddressAt(1), 64, From);
        _rig.AssertReports();
    }

    [Fact]
    public void A_failed_list_has_no_mappings()
    {
        using var full = new DebugRig(force: true);
        ScatterList list = full.List(4096, 128 * 1024, 128 * 1024);
        Assert.Equal(0, full.Device.MapSg(list, 3, To));
        Assert.Equal(0, full.Debug.LiveCount);
        full.AssertReports();
    }

    [Fact]
    public void A_segment_longer_than_the_device_takes()
    {
        using var narrow = new DebugRig(new DmaDebugOptions { MaxSegmentSize = 4096 });
        narrow.Mapped(To, 4096, 4097);
        narrow.AssertReports(Misuse.MapsTooLongSegment);
        Assert.Equal((4097UL, 4096UL), (narrow.Debug.Reports[0].Call.Size, narrow.Debug.Reports[0].Detail));
    }

    [Fact]
    public void A_segment_across_the_device_s_boundary()
    {
        using var narrow = new DebugRig(traits: new DeviceTraits { SegmentBoundaryMask = 0xFFFF });
        ScatterList list = narrow.List(128 * 1024);
        var cut = new ScatterList(2);
        GuestBuffer buffer = list.BufferAt(0);
        int toBoundary = 0x10000 - (int)((TestOffset(narrow, buffer) + 4096) & 0xFFFF);
        cut.Add(buffer.Slice(4096, toBoundary));
        cut.Add(buffer.Slice(4096 + toBoundary - 1, 2));
        Assert.Equal(2, narrow.Device.MapSg(cut, 2, To));
        narrow.AssertReports(Misuse.MapsSegmentAcrossBoundary);
        Assert.Equal((2UL, 0xFFFFUL), (narrow.Debug.Reports[0].Call.Size, narrow.Debug.Reports[0].Detail));
    }

    /// <summary>An IOMMU may join entries; unmap and sync still take the count that MapSg was given.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void A_list_whose_entries_were_joined(int unmapped)
    {
        var debug = new DmaDebug(new StraightOps { MapSgResult = 2 });
        var device = new Device("nic0", new DeviceTraits(), debug);
        ScatterList list = _rig.List(64, 64, 64);
        Assert.Equal(2, device.MapSg(list, 3, From));
        device.SyncSgForCpu(list, 3, From);
        device.UnmapSg(list, unmapped, From);
        Assert.Equal(0, debug.LiveCount);
        Assert.Equal(unmapped == 3 ? 0 : 2, debug.CountOf(Misuse.FreesWithDifferentEntryCount));
        Assert.Equal(debug.CountOf(Misuse.FreesWithDifferentEntryCount), debug.ReportCount);
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>The bus address of a buffer, as far as the boundary is concerned.</summary>
    private static ulong TestOffset(DebugRig rig, GuestBuffer buffer) =>
        rig.Guest.Machine.P2M.PfnToMfn(buffer.Address.Pfn.Value) << XenPage.Shift & 0xFFFF;
}
