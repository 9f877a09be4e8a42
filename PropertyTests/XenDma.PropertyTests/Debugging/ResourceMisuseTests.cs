using System;
using System.Linq;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>What a driver can say wrong of another device's registers.</summary>
public sealed class ResourceMisuseTests : IDisposable
{
    private const int Size = 0x1000;
    private static readonly PhysAddr Registers = new(0xFE000000);
    private readonly DebugRig _rig = new(release: "4.18");

    [Fact]
    public void Right_use_is_silent_and_goes_to_the_ops_within()
    {
        DmaAddr address = Map();
        Assert.Equal(new DmaAddr(Registers.Value), address);
        LiveMapping live = Assert.Single(_rig.Debug.LiveMappings(_rig.Device));
        Assert.Equal((MappingKind.Resource, address, (ulong)Size, Both, Registers), (live.Kind, live.Address, live.Size, live.Direction, live.CpuAddress));
        _rig.Device.UnmapResource(address, Size, Both);
        Assert.Equal(0, _rig.Debug.ReleaseDevice(_rig.Device));
        _rig.AssertReports();
    }

    [Fact]
    public void A_failed_mapping_is_none()
    {
        var narrow = new Device("nic1", new DeviceTraits { DmaMask = 0xFFFFFF }, _rig.Debug);
        Assert.True(narrow.MappingError(narrow.MapResource(Registers, Size, Both)));
        Assert.Equal(0, _rig.Debug.LiveCount);
    }

    [Fact]
    public void Ops_without_resources_fail_as_they_do_without_the_checker()
    {
        var debug = new DmaDebug(new StraightOps());
        var device = new Device("nic0", new DeviceTraits(), debug);
        Assert.Equal(DmaAddr.MappingError, device.MapResource(Registers, Size, Both));
        device.UnmapResource(new DmaAddr(Registers.Value), Size, Both);
        Assert.Equal(Misuse.FreesUnallocated, Assert.Single(debug.Reports).Misuse);
    }

    [Fact]
    public void Unmap_that_disagrees()
    {
        _rig.Device.UnmapResource(Map(), Size / 2, To);
        _rig.AssertReports(Misuse.FreesWithDifferentSize, Misuse.FreesWithDifferentDirection);
        Assert.Equal(0, _rig.Debug.LiveCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Unmap_of_the_other_kind(bool isResource)
    {
        if (isResource)
            _rig.Device.UnmapSingle(Map(), Size, Both);
        else
            _rig.Device.UnmapResource(_rig.Map(_rig.Pages(), Size, Both), Size, Both);
        _rig.AssertReports(Misuse.FreesWithWrongFunction);
        Assert.Equal("XDMA3004", Assert.Single(_rig.Debug.Reports[0].Rules));
    }

    [Fact]
    public void Unmapped_twice()
    {
        DmaAddr address = Map();
        _rig.Device.UnmapResource(address, Size, Both);
        _rig.Device.UnmapResource(address, Size, Both);
        _rig.AssertReports(Misuse.FreesUnallocated);
    }

    [Fact]
    public void Error_address_unmapped()
    {
        _rig.Device.UnmapResource(DmaAddr.MappingError, Size, Both);
        _rig.AssertReports(Misuse.FreesInvalidAddress);
    }

    [Fact]
    public void Error_not_asked_for()
    {
        DmaAddr address = _rig.Device.MapResource(Registers, Size, Both);
        _rig.Device.UnmapResource(address, Size, Both);
        _rig.AssertReports(Misuse.LeavesMapErrorUnchecked);
        Assert.Equal("XDMA2001 XDMA2002", string.Join(' ', _rig.Debug.Reports[0].Rules));
    }

    [Fact]
    public void Left_at_the_release()
    {
        Map();
        Assert.Equal(1, _rig.Debug.ReleaseDevice(_rig.Device));
        _rig.AssertReports(Misuse.ReleasesDeviceWithLiveMappings);
        Assert.Contains("Resource of 4096 bytes at 0xfe000000 (physical address 0xfe000000)", _rig.Debug.Reports[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_are_neither_cached_nor_owned()
    {
        GuestBuffer page = _rig.Pages();
        _rig.Guest.Machine.Memory.Observer = _rig.Debug;
        DmaAddr[] twice = [.. Enumerable.Range(0, 2).Select(_ => Map(page.Address))];
        page[0] = 1;
        foreach (DmaAddr address in twice) _rig.Device.UnmapResource(address, Size, Both);
        _rig.AssertReports();
        Assert.Equal(0, _rig.Debug.LiveCount);
    }

    [Fact]
    public void Out_of_entries_turns_the_checker_off()
    {
        using var rig = new DebugRig(new DmaDebugOptions { MaxLiveMappings = 1 }, release: "4.18");
        for (int i = 0; i < 2; i++) rig.Device.MapResource(Registers, Size, Both);
        Assert.False(rig.Debug.IsActive);
    }

    /// <summary>Maps as a driver should.</summary>
    private DmaAddr Map(PhysAddr? address = null)
    {
        DmaAddr mapped = _rig.Device.MapResource(address ?? Registers, Size, Both);
        Assert.False(_rig.Device.MappingError(mapped));
        return mapped;
    }

    public void Dispose() => _rig.Dispose();
}
