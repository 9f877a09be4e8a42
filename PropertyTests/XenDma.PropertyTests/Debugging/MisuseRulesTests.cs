using System;
using System.Linq;
using XenDma.Debugging;
using XenDma.PropertyTests.Tidy;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Reports name the analyzers' rules, no more of them than fit.</summary>
public sealed class MisuseRulesTests : IDisposable
{
    private readonly DebugRig _rig = new();

    private Device Device => _rig.Device;

    [Fact]
    public void Each_id_is_a_rule_s() => Assert.All(
        Enum.GetValues<Misuse>().SelectMany(static misuse => misuse.Rules()),
        static id => Assert.Contains(Repository.Files, file => file.Path == $"docs/rules/{id}.md"));

    [Fact]
    public void What_is_no_report_has_none() => Assert.Throws<ArgumentOutOfRangeException>(static () => ((Misuse)25).Rules());

    [Fact]
    public void A_second_unmap()
    {
        DmaAddr address = _rig.Map(_rig.Pages(), 64, From);
        Device.UnmapSingle(address, 64, From);
        Device.UnmapSingle(address, 64, From);
        AssertNamed(Misuse.FreesUnallocated, "XDMA1002", "XDMA1003");
    }

    [Fact]
    public void A_second_unmap_of_a_list()
    {
        ScatterList list = _rig.Mapped(To, 64);
        Device.UnmapSg(list, 1, To);
        Device.UnmapSg(list, 1, To);
        AssertNamed(Misuse.FreesUnallocated, "XDMA1002", "XDMA1003", "XDMA2003", "XDMA2004");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_device(bool unmaps)
    {
        var other = new Device("disk0", new DeviceTraits(), _rig.Debug);
        DmaAddr address = _rig.Map(_rig.Pages(), 64, From);
        if (unmaps) other.UnmapSingle(address, 64, From);
        else other.SyncSingleForCpu(address, 64, From);
        AssertNamed(unmaps ? Misuse.FreesUnallocated : Misuse.SyncsUnallocated, "XDMA3003");
        Assert.Contains("; mapped for nic0 as Single", _rig.Debug.Reports[0].ToString(), StringComparison.Ordinal);
    }

    /// <summary>Two other devices have something there: nobody knows which of them was meant.</summary>
    [Fact]
    public void One_of_two_other_devices()
    {
        var other = new Device("disk0", new DeviceTraits(), _rig.Debug);
        var third = new Device("disk1", new DeviceTraits(), _rig.Debug);
        GuestBuffer page = _rig.Pages();
        DmaAddr address = _rig.Map(page, 64, To);
        Assert.Equal(address, third.MapSingle(page, 64, To));
        other.UnmapSingle(address, 64, To);
        AssertNamed(Misuse.FreesUnallocated, "XDMA1002", "XDMA1003");
        Assert.Null(_rig.Debug.Reports[0].Mapping);
    }

    [Fact]
    public void Streaming_memory_that_is_left()
    {
        _rig.Map(_rig.Pages(), 64, To);
        _rig.Debug.ReleaseDevice(Device);
        AssertNamed(Misuse.ReleasesDeviceWithLiveMappings, "XDMA1004", "XDMA1005");
    }

    [Fact]
    public void Coherent_memory_that_is_left()
    {
        Assert.NotNull(Device.AllocCoherent(64, out _));
        _rig.Debug.ReleaseDevice(Device);
        AssertNamed(Misuse.ReleasesDeviceWithLiveMappings, "XDMA1007");
    }

    [Fact]
    public void Coherent_memory_of_another_size()
    {
        GuestBuffer? memory = Device.AllocCoherent(8192, out DmaAddr handle);
        Device.FreeCoherent(4096, memory!, handle);
        AssertNamed(Misuse.FreesWithDifferentSize, "XDMA3010");
    }

    public void Dispose() => _rig.Dispose();

    private void AssertNamed(Misuse misuse, params string[] rules)
    {
        MisuseReport report = _rig.Debug.Reports[0];
        Assert.Equal(misuse, report.Misuse);
        Assert.Equal(rules, report.Rules);
        Assert.EndsWith($"; see {string.Join(", ", rules)}", report.ToString(), StringComparison.Ordinal);
    }
}
