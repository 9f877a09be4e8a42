using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>What a sync can say wrong.</summary>
public sealed class SyncMisuseTests : IDisposable
{
    private readonly DebugRig _rig = new();

    private Device Device => _rig.Device;

    [Theory]
    [InlineData(0, 4096)]
    [InlineData(0, 1)]
    [InlineData(4095, 1)]
    [InlineData(100, 0)]
    [InlineData(4096, 0)]
    public void Any_part_may_be_synced(int offset, int size)
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Device.SyncSingleForCpu(address + (ulong)offset, size, From);
        Device.SyncSingleForDevice(address + (ulong)offset, size, From);
        _rig.AssertReports();
    }

    [Fact]
    public void Far_behind_the_start_of_a_large_mapping()
    {
        DmaAddr address = _rig.Map(_rig.Pages(6), 256 * 1024, From);
        Device.SyncSingleForCpu(address + (255 * 1024), 1024, From);
        _rig.AssertReports();
    }

    [Theory]
    [InlineData(0, 4097)]
    [InlineData(4095, 2)]
    public void Beyond_the_end(int offset, int size)
    {
        DmaAddr address = _rig.Map(_rig.Pages(1), 4096, From);
        Device.SyncSingleForCpu(address + (ulong)offset, size, From);
        _rig.AssertReports(Misuse.SyncsOutsideRange);
        Assert.Equal(4096UL, _rig.Debug.Reports[0].Mapping!.Size);
    }

    [Fact]
    public void Over_two_neighbouring_mappings()
    {
        GuestBuffer pages = _rig.Pages(1);
        DmaAddr address = _rig.Map(pages.Slice(0, 4096), 4096, From);
        _rig.Map(pages.Slice(4096, 4096), 4096, From);
        Device.SyncSingleForCpu(address, 8192, From);
        _rig.AssertReports(Misuse.SyncsOutsideRange);
    }

    [Fact]
    public void Before_a_mapping()
    {
        GuestBuffer pages = _rig.Pages(1);
        DmaAddr address = _rig.Map(pages.Slice(4096, 4096), 4096, From);
        Device.SyncSingleForCpu(new DmaAddr(address.Value - 64), 128, From);
        _rig.AssertReports(Misuse.SyncsUnallocated);
    }

    [Fact]
    public void After_unmap()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Device.UnmapSingle(address, 4096, From);
        Device.SyncSingleForCpu(address, 4096, From);
        Device.SyncSingleForDevice(address, 4096, From);
        _rig.AssertReports(Misuse.SyncsUnallocated, Misuse.SyncsUnallocated);
    }

    [Theory]
    [InlineData(DmaDirection.Bidirectional)]
    [InlineData(DmaDirection.FromDevice)]
    public void For_the_cpu_what_the_device_only_reads(DmaDirection said)
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, To);
        Device.SyncSingleForCpu(address, 4096, said);
        _rig.AssertReports(Misuse.SyncsWithDifferentDirection, Misuse.SyncsReadOnlyForCpu);
    }

    [Theory]
    [InlineData(DmaDirection.Bidirectional)]
    [InlineData(DmaDirection.ToDevice)]
    public void For_the_device_what_it_only_writes(DmaDirection said)
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Device.SyncSingleForDevice(address, 4096, said);
        _rig.AssertReports(Misuse.SyncsWithDifferentDirection, Misuse.SyncsWriteOnlyForDevice);
    }

    [Fact]
    public void Other_direction_where_the_bytes_may_go_that_way()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, To);
        Device.SyncSingleForDevice(address, 4096, From);
        _rig.AssertReports(Misuse.SyncsWithDifferentDirection);
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice)]
    [InlineData(DmaDirection.FromDevice)]
    public void The_mapping_s_own_direction_is_legal_even_where_nothing_moves(DmaDirection direction)
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, direction);
        Device.SyncSingleForCpu(address, 4096, direction);
        Device.SyncSingleForDevice(address, 4096, direction);
        _rig.AssertReports();
    }

    [Theory]
    [InlineData(DmaDirection.Bidirectional)]
    [InlineData(DmaDirection.ToDevice)]
    [InlineData(DmaDirection.FromDevice)]
    public void A_bidirectional_mapping_may_be_synced_in_each(DmaDirection said)
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, Both);
        Device.SyncSingleForCpu(address, 4096, said);
        Device.SyncSingleForDevice(address, 4096, said);
        _rig.AssertReports();
    }

    public void Dispose() => _rig.Dispose();
}
