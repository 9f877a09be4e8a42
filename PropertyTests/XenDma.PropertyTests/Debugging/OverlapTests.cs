using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Mappings that begin in one cache line.</summary>
public sealed class OverlapTests : IDisposable
{
    private readonly DebugRig _rig = new();
    private readonly GuestBuffer _page;

    public OverlapTests() => _page = _rig.Pages();

    [Theory]
    [InlineData(DmaDirection.FromDevice, DmaDirection.FromDevice)]
    [InlineData(DmaDirection.Bidirectional, DmaDirection.FromDevice)]
    public void Two_that_the_device_writes(DmaDirection first, DmaDirection second)
    {
        _rig.Map(_page, 4096, first);
        _rig.Map(_page.Slice(32, 16), 16, second);
        _rig.AssertReports(Misuse.OverlapsActiveMapping);
        Assert.Equal((4096UL, 16UL), (_rig.Debug.Reports[0].Mapping!.Size, _rig.Debug.Reports[0].Call.Size));
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice, DmaDirection.ToDevice)]
    [InlineData(DmaDirection.ToDevice, DmaDirection.FromDevice)]
    [InlineData(DmaDirection.FromDevice, DmaDirection.ToDevice)]
    public void What_the_device_only_reads_takes_no_part(DmaDirection first, DmaDirection second)
    {
        _rig.Map(_page, 4096, first);
        _rig.Map(_page, 4096, second);
        _rig.AssertReports();
    }

    [Fact]
    public void Neighbouring_lines()
    {
        _rig.Map(_page.Slice(0, 64), 64, From);
        _rig.Map(_page.Slice(64, 64), 64, From);
        _rig.AssertReports();
    }

    [Fact]
    public void One_that_skips_the_cpu_sync()
    {
        _rig.Map(_page, 4096, From);
        _rig.Map(_page, 4096, From, DmaAttrs.SkipCpuSync);
        _rig.AssertReports();
    }

    [Fact]
    public void The_device_does_not_matter()
    {
        var other = new Device("disk0", new DeviceTraits(), _rig.Debug);
        _rig.Map(_page, 4096, From);
        other.MapSingle(_page, 4096, From);
        _rig.AssertReports(Misuse.OverlapsActiveMapping);
    }

    [Fact]
    public void A_bounced_mapping_is_known_by_the_driver_s_memory()
    {
        using var bounced = new DebugRig(force: true);
        GuestBuffer page = bounced.Pages();
        Assert.NotEqual(bounced.Map(page, 2048, From), bounced.Map(page, 2048, From));
        bounced.AssertReports(Misuse.OverlapsActiveMapping);
    }

    [Fact]
    public void One_after_the_other()
    {
        for (int i = 0; i < 3; i++)
        {
            DmaAddr address = _rig.Map(_page, 4096, From);
            _rig.Device.UnmapSingle(address, 4096, From);
        }

        _rig.AssertReports();
    }

    /// <summary>Whichever of many goes first, the line is busy until the last has gone; the kernel loses count above seven.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_line_is_free_when_the_last_is_gone(int stays)
    {
        const int Count = 10;
        var addresses = new DmaAddr[Count];
        for (int i = 0; i < Count; i++) addresses[i] = _rig.Map(_page.Slice(i, 8), 8, From);
        Assert.Equal(Count - 1, _rig.Debug.CountOf(Misuse.OverlapsActiveMapping));
        for (int i = 0; i < Count; i++)
        {
            if (i != stays) _rig.Device.UnmapSingle(addresses[i], 8, From);
        }

        DmaAddr late = _rig.Map(_page, 4, From);
        Assert.Equal(Count, _rig.Debug.CountOf(Misuse.OverlapsActiveMapping));
        Assert.Equal(addresses[stays], _rig.Debug.Reports[^1].Mapping!.Address);
        _rig.Device.UnmapSingle(addresses[stays], 8, From);
        _rig.Device.UnmapSingle(late, 4, From);
        _rig.Map(_page, 4, From);
        Assert.Equal(Count, _rig.Debug.ReportCount);
    }

    public void Dispose() => _rig.Dispose();
}
