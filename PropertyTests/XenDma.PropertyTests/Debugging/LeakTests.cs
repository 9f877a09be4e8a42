using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>What a device's driver leaves behind.</summary>
public sealed class LeakTests : IDisposable
{
    private readonly DebugRig _rig = new();

    [Fact]
    public void A_device_that_never_mapped() => Assert.Equal(0, _rig.Debug.ReleaseDevice(_rig.Device));

    [Fact]
    public void Count_and_the_latest_are_told()
    {
        _rig.Map(_rig.Pages(), 4096, From);
        _rig.Mapped(To, 100, 200);
        _rig.Debug.Site = "remove";
        Assert.Equal(3, _rig.Debug.ReleaseDevice(_rig.Device));
        _rig.AssertReports(Misuse.ReleasesDeviceWithLiveMappings);
        MisuseReport report = _rig.Debug.Reports[0];
        Assert.Equal(3UL, report.Detail);
        Assert.Equal(MappingKind.ScatterGather, report.Mapping!.Kind);
        Assert.Equal("remove", report.Call.Site.Label);
    }

    [Fact]
    public void Other_devices_mappings_are_theirs()
    {
        var other = new Device("disk0", new DeviceTraits(), _rig.Debug);
        _rig.Map(_rig.Pages(), 4096, From);
        Assert.Equal(0, _rig.Debug.ReleaseDevice(other));
        _rig.AssertReports();
    }

    [Fact]
    public void What_is_left_stays_live()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 4096, From);
        _rig.Debug.ReleaseDevice(_rig.Device);
        _rig.Debug.ReleaseDevice(_rig.Device);
        _rig.Device.UnmapSingle(address, 4096, From);
        Assert.Equal(0, _rig.Debug.ReleaseDevice(_rig.Device));
        _rig.AssertReports(Misuse.ReleasesDeviceWithLiveMappings, Misuse.ReleasesDeviceWithLiveMappings);
    }

    public void Dispose() => _rig.Dispose();
}
