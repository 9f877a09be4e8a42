using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>What a free of coherent memory can say wrong. The ops within are made up: real ones would free what they were told to.</summary>
public sealed class CoherentMisuseTests : IDisposable
{
    private readonly DebugRig _rig = new();
    private readonly DmaDebug _debug;
    private readonly Device _device;
    private readonly GuestBuffer _buffer;
    private readonly DmaAddr _handle;

    public CoherentMisuseTests()
    {
        _debug = new DmaDebug(new StraightOps(_rig.Guest.Machine.Memory));
        _device = new Device("nic0", new DeviceTraits(), _debug);
        _buffer = _device.AllocCoherent(8192, out _handle)!;
    }

    [Fact]
    public void Right_use_is_silent()
    {
        _device.FreeCoherent(8192, _buffer, _handle);
        Assert.Equal(0, _debug.ReleaseDevice(_device));
        Assert.Empty(_debug.Reports);
    }

    [Fact]
    public void Right_use_of_the_model_is_silent()
    {
        GuestBuffer? buffer = _rig.Device.AllocCoherent(4096, out DmaAddr handle);
        Assert.NotNull(buffer);
        Assert.Equal(1, _rig.Debug.LiveCount);
        _rig.Device.FreeCoherent(4096, buffer, handle);
        Assert.Equal(0, _rig.Debug.LiveCount);
        _rig.AssertReports();
    }

    [Fact]
    public void A_failed_allocation_is_none()
    {
        Assert.Null(_rig.Device.AllocCoherent(1 << 30, out _));
        Assert.Equal(0, _rig.Debug.LiveCount);
    }

    [Fact]
    public void Other_size()
    {
        _device.FreeCoherent(4096, _buffer, _handle);
        Assert.Equal(Misuse.FreesWithDifferentSize, Assert.Single(_debug.Reports).Misuse);
    }

    [Fact]
    public void Other_buffer()
    {
        _device.FreeCoherent(8192, _buffer.Slice(4096, 4096), _handle);
        MisuseReport report = Assert.Single(_debug.Reports);
        Assert.Equal(Misuse.FreesWithDifferentCpuAddress, report.Misuse);
        Assert.Equal((_buffer.Address, _buffer.Address + 4096), (report.Mapping!.CpuAddress, report.Call.CpuAddress!.Value));
    }

    [Fact]
    public void Other_handle()
    {
        _device.FreeCoherent(8192, _buffer, _handle + 4096);
        MisuseReport report = Assert.Single(_debug.Reports);
        Assert.Equal(Misuse.FreesUnallocated, report.Misuse);
        Assert.Equal(_handle, report.Mapping!.Address);
    }

    [Fact]
    public void Twice()
    {
        _device.FreeCoherent(8192, _buffer, _handle);
        _device.FreeCoherent(8192, _buffer, _handle);
        Assert.Equal(Misuse.FreesUnallocated, Assert.Single(_debug.Reports).Misuse);
    }

    [Fact]
    public void Unmapped_as_a_single_mapping()
    {
        _device.UnmapSingle(_handle, 8192, Both);
        Assert.Equal(Misuse.FreesWithWrongFunction, Assert.Single(_debug.Reports).Misuse);
    }

    [Fact]
    public void Never_freed()
    {
        Assert.Equal(1, _debug.ReleaseDevice(_device));
        Assert.Equal(Misuse.ReleasesDeviceWithLiveMappings, Assert.Single(_debug.Reports).Misuse);
    }

    [Fact]
    public void Without_a_device()
    {
        GuestBuffer buffer = _debug.Alloc(null, 4096, out DmaAddr handle, DmaAttrs.None)!;
        Assert.Single(_debug.LiveMappings(null));
        _debug.Free(null, 4096, buffer, handle, DmaAttrs.None);
        Assert.Empty(_debug.Reports);
        _debug.Free(null, 4096, buffer, handle, DmaAttrs.None);
        Assert.StartsWith("NULL: ", Assert.Single(_debug.Reports).ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _rig.Dispose();
}
