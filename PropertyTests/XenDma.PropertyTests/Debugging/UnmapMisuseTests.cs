using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>What an unmap can say wrong.</summary>
public sealed class UnmapMisuseTests : IDisposable
{
    private readonly DebugRig _rig = new();

    private Device Device => _rig.Device;

    [Theory]
    [InlineData(DmaDirection.ToDevice)]
    [InlineData(DmaDirection.FromDevice)]
    [InlineData(DmaDirection.Bidirectional)]
    public void Right_use_is_silent(DmaDirection direction)
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, direction);
        Assert.Equal(1, _rig.Debug.LiveCount);
        Device.UnmapSingle(address, 4096, direction);
        Assert.Equal(0, _rig.Debug.LiveCount);
        _rig.AssertReports();
    }

    [Fact]
    public void Page_and_single_are_one_kind()
    {
        DmaAddr address = Device.MapPage(new Page(_rig.Pages().Address.Pfn), 16, 100, From);
        Assert.False(Device.MappingError(address));
        Device.UnmapSingle(address, 100, From);
        _rig.AssertReports();
    }

    [Fact]
    public void Other_size()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Device.UnmapSingle(address, 2048, From);
        _rig.AssertReports(Misuse.FreesWithDifferentSize);
        Assert.Equal(4096UL, _rig.Debug.Reports[0].Mapping!.Size);
        Assert.Equal(2048UL, _rig.Debug.Reports[0].Call.Size);
        Assert.Equal(0, _rig.Debug.LiveCount);
    }

    [Fact]
    public void Other_direction_and_bidirectional_is_no_wildcard()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, Both);
        Device.UnmapSingle(address, 4096, To);
        _rig.AssertReports(Misuse.FreesWithDifferentDirection);
    }

    [Fact]
    public void Several_mistakes_of_one_call_are_told_in_the_kernel_s_order()
    {
        DmaAddr address = Device.MapSingle(_rig.Pages(), 4096, Both);
        Device.UnmapSingle(address, 2048, To);
        _rig.AssertReports(Misuse.FreesWithDifferentSize, Misuse.FreesWithDifferentDirection, Misuse.LeavesMapErrorUnchecked);
    }

    [Fact]
    public void Twice()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Device.UnmapSingle(address, 4096, From);
        Device.UnmapSingle(address, 4096, From);
        _rig.AssertReports(Misuse.FreesUnallocated);
        Assert.Null(_rig.Debug.Reports[0].Mapping);
    }

    [Fact]
    public void Inside_a_mapping_names_the_mapping_that_stays()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Device.UnmapSingle(address + 64, 4032, From);
        _rig.AssertReports(Misuse.FreesUnallocated);
        Assert.Equal(address, _rig.Debug.Reports[0].Mapping!.Address);
        Assert.Equal(1, _rig.Debug.LiveCount);
    }

    [Fact]
    public void Of_another_device()
    {
        var other = new Device("disk0", new DeviceTraits(), _rig.Debug);
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        other.UnmapSingle(address, 4096, From);
        _rig.AssertReports(Misuse.FreesUnallocated);
        Assert.Equal("disk0", _rig.Debug.Reports[0].Device!.Name);
        Assert.Same(Assert.Single(_rig.Debug.LiveMappings(Device)), _rig.Debug.Reports[0].Mapping);
    }

    [Fact]
    public void Of_a_failed_mapping()
    {
        using var full = new DebugRig(force: true);
        DmaAddr address = full.Device.MapSingle(full.Pages(7), 512 * 1024, To);
        Assert.Equal(DmaAddr.MappingError, address);
        full.Device.UnmapSingle(address, 512 * 1024, To);
        full.AssertReports(Misuse.FreesInvalidAddress);
    }

    [Fact]
    public void A_failed_mapping_alone_is_none()
    {
        using var full = new DebugRig(force: true);
        Assert.True(full.Device.MappingError(full.Device.MapSingle(full.Pages(7), 512 * 1024, To)));
        Assert.Equal(0, full.Debug.ReleaseDevice(full.Device));
        full.AssertReports();
    }

    [Fact]
    public void Error_never_asked_for()
    {
        DmaAddr address = Device.MapSingle(_rig.Pages(), 4096, From);
        _rig.AssertReports();
        Assert.Equal(MapErrorState.NotChecked, Assert.Single(_rig.Debug.LiveMappings(Device)).MapError);
        Device.UnmapSingle(address, 4096, From);
        _rig.AssertReports(Misuse.LeavesMapErrorUnchecked);
    }

    [Fact]
    public void Asking_once_does_for_one_of_two_mappings_at_an_address()
    {
        GuestBuffer page = _rig.Pages();
        DmaAddr address = Device.MapSingle(page, 4096, To);
        Assert.Equal(address, Device.MapSingle(page, 4096, To));
        Assert.False(Device.MappingError(address));
        Device.UnmapSingle(address, 4096, To);
        _rig.AssertReports();
        Device.UnmapSingle(address, 4096, To);
        _rig.AssertReports(Misuse.LeavesMapErrorUnchecked);
    }

    [Fact]
    public void No_direction_is_the_ops_to_refuse()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        Assert.Throws<KernelBugException>(() => _rig.Debug.UnmapPage(Device, address, 4096, DmaDirection.None, DmaAttrs.None));
        Assert.Equal(1, _rig.Debug.LiveCount);
        _rig.AssertReports();
    }

    [Fact]
    public void The_owned_mapping_is_right_use()
    {
        using (DmaMapping mapping = Device.Map(_rig.Pages(), 4096, From))
        {
            mapping.SyncForCpu(100, 50);
            mapping.SyncForDevice();
        }

        Assert.Equal(0, _rig.Debug.ReleaseDevice(Device));
        _rig.AssertReports();
    }

    public void Dispose() => _rig.Dispose();
}
