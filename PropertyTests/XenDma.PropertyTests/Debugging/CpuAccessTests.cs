using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>The CPU in memory that a device owns.</summary>
public sealed class CpuAccessTests : IDisposable
{
    private readonly DebugRig _rig = new();
    private readonly GuestBuffer _page;

    public CpuAccessTests()
    {
        _page = _rig.Pages(1);
        _rig.Guest.Machine.Memory.Observer = _rig.Debug;
    }

    private Device Device => _rig.Device;

    [Fact]
    public void Before_the_map_and_after_the_unmap_all_is_the_cpu_s()
    {
        _page.Fill(1);
        DmaAddr address = _rig.Map(_page, 4096, Both);
        Device.UnmapSingle(address, 4096, Both);
        _page[0] = _page[1];
        _rig.AssertReports();
    }

    [Fact]
    public void A_read_of_what_the_device_writes()
    {
        _rig.Debug.Site = "map";
        _rig.Map(_page, 4096, From);
        _rig.Debug.Site = "read";
        _page.Read(4000, new byte[200]);
        _rig.AssertReports(Misuse.CpuReadsWhatDeviceOwns);
        MisuseReport report = _rig.Debug.Reports[0];
        Assert.Equal(("read", "map"), (report.Call.Site.Label, report.Mapping!.Site.Label));
        Assert.StartsWith(
            $"nic0: cpu reads DMA memory that the device owns: CPU read of 200 bytes (guest address {_page.Address + 4000}) in call 3 (read); mapped as Single",
            report.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice)]
    [InlineData(DmaDirection.FromDevice)]
    [InlineData(DmaDirection.Bidirectional)]
    public void A_write_is_wrong_in_each_direction(DmaDirection direction)
    {
        _rig.Map(_page, 4096, direction);
        _page[4095] = 1;
        _rig.AssertReports(Misuse.CpuWritesWhatDeviceOwns);
    }

    [Fact]
    public void A_read_of_what_the_device_reads_is_harmless()
    {
        _rig.Map(_page, 4096, To);
        _page.Read(0, new byte[4096]);
        _rig.AssertReports();
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(300, 3796)]
    [InlineData(100, 0)]
    public void Beside_the_mapping(int offset, int size)
    {
        _rig.Map(_page.Slice(100, 200), 200, From);
        _page.Read(offset, new byte[size]);
        _page.Write(offset, new byte[size]);
        _rig.AssertReports();
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(299, 1)]
    [InlineData(0, 4096)]
    public void Partly_in_the_mapping(int offset, int size)
    {
        _rig.Map(_page.Slice(100, 200), 200, From);
        _page.Read(offset, new byte[size]);
        _rig.AssertReports(Misuse.CpuReadsWhatDeviceOwns);
    }

    [Fact]
    public void A_sync_hands_over_what_it_names_and_no_more()
    {
        DmaAddr address = _rig.Map(_page, 4096, From);
        Device.SyncSingleForCpu(address + 1000, 500, From);
        _page.Read(1000, new byte[500]);
        _rig.AssertReports();
        _page.Read(1000, new byte[501]);
        _rig.AssertReports(Misuse.CpuReadsWhatDeviceOwns);
    }

    [Fact]
    public void A_sync_for_the_device_hands_back()
    {
        DmaAddr address = _rig.Map(_page, 4096, Both);
        Device.SyncSingleForCpu(address, 4096, Both);
        _page.Fill(1);
        Device.SyncSingleForDevice(address, 2048, Both);
        _page[2048] = 1;
        _rig.AssertReports();
        _page[2047] = 1;
        _rig.AssertReports(Misuse.CpuWritesWhatDeviceOwns);
        Assert.Equal(_page.Address + 2047, _rig.Debug.Reports[0].Call.CpuAddress);
    }

    [Fact]
    public void One_report_of_each_kind_until_the_next_sync()
    {
        DmaAddr address = _rig.Map(_page, 4096, From);
        for (int i = 0; i < 100; i++) _page[i] = _page[i + 1];
        _rig.AssertReports(Misuse.CpuReadsWhatDeviceOwns, Misuse.CpuWritesWhatDeviceOwns);
        Device.SyncSingleForDevice(address, 4096, From);
        _page[0] = 1;
        Assert.Equal(3, _rig.Debug.ReportCount);
    }

    [Fact]
    public void A_list_is_handed_over_entry_by_entry()
    {
        ScatterList list = _rig.Mapped(From, 4096, 100);
        Device.SyncSgForCpu(list, 2, From);
        list.BufferAt(1).Fill(0);
        _rig.AssertReports();
        Device.SyncSgForDevice(list, 2, From);
        list.BufferAt(1).Fill(0);
        list.BufferAt(0).Fill(0);
        _rig.AssertReports(Misuse.CpuWritesWhatDeviceOwns, Misuse.CpuWritesWhatDeviceOwns);
        Device.UnmapSg(list, 2, From);
        list.BufferAt(0).Fill(0);
        Assert.Equal(2, _rig.Debug.ReportCount);
    }

    /// <summary>A sync says an address, and both mappings are there.</summary>
    [Fact]
    public void A_sync_holds_for_each_mapping_at_its_address()
    {
        DmaAddr address = _rig.Map(_page, 4096, To);
        _rig.Map(_page, 4096, To);
        Device.SyncSingleForCpu(address, 100, To);
        _page.Write(0, new byte[100]);
        _rig.AssertReports();
    }

    [Fact]
    public void What_was_mapped_without_a_sync_is_the_cpu_s_until_it_is_synced()
    {
        DmaAddr address = _rig.Map(_page, 4096, From, DmaAttrs.SkipCpuSync);
        _page[7] = 1;
        _rig.AssertReports();
        Device.SyncSingleForDevice(address, 4096, From);
        _page[7] = 1;
        _rig.AssertReports(Misuse.CpuWritesWhatDeviceOwns);
    }

    [Fact]
    public void Coherent_memory_is_both_s()
    {
        GuestBuffer? buffer = Device.AllocCoherent(4096, out DmaAddr handle);
        Assert.NotNull(buffer);
        buffer.Fill(buffer[0]);
        Device.FreeCoherent(4096, buffer, handle);
        _rig.AssertReports();
    }

    [Fact]
    public void A_bounced_buffer_is_the_device_s_as_well()
    {
        using var bounced = new DebugRig(force: true);
        bounced.Guest.Machine.Memory.Observer = bounced.Debug;
        GuestBuffer page = bounced.Pages();
        bounced.Map(page, 2048, From);
        page[0] = page[2048];
        bounced.AssertReports(Misuse.CpuWritesWhatDeviceOwns);
    }

    [Fact]
    public void Nobody_looks_unless_told_to()
    {
        _rig.Guest.Machine.Memory.Observer = null;
        _rig.Map(_page, 4096, From);
        _page[0] = _page[1];
        _rig.AssertReports();
    }

    [Fact]
    public void An_access_outside_the_buffer_is_no_access()
    {
        GuestBuffer part = _page.Slice(0, 100);
        _rig.Map(_page.Slice(64, 512), 512, From);
        Assert.Throws<IndexOutOfRangeException>(() => part[100] = 1);
        Assert.Throws<IndexOutOfRangeException>(() => part[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Read(90, new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Write(90, new byte[11]));
        _rig.AssertReports();
    }

    public void Dispose() => _rig.Dispose();
}
