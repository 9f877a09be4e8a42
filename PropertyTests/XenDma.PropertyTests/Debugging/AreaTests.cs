using System;
using XenDma.Debugging;
using Xunit;
using static XenDma.PropertyTests.Debugging.DebugRig;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Memory that must not be mapped, once the checker was told of it.</summary>
public sealed class AreaTests : IDisposable
{
    private readonly DebugRig _rig = new();
    private readonly GuestBuffer _pages;

    public AreaTests() => _pages = _rig.Pages(2);

    public static TheoryData<MemoryAreaKind, int, int, Misuse?> Mappings => new()
    {
        { MemoryAreaKind.Stack, 4096 + 512, 16, Misuse.MapsStack },
        { MemoryAreaKind.Stack, 4096 + 1023, 16, Misuse.MapsStack },
        { MemoryAreaKind.Stack, 4096 + 1024, 16, null },
        { MemoryAreaKind.Stack, 4096, 600, null },
        { MemoryAreaKind.MappedStack, 4096, 16, Misuse.MapsPageOfMappedStack },
        { MemoryAreaKind.MappedStack, 8191, 16, Misuse.MapsPageOfMappedStack },
        { MemoryAreaKind.MappedStack, 8192, 16, null },
        { MemoryAreaKind.TextOrReadOnlyData, 4096, 513, Misuse.MapsTextOrReadOnlyData },
        { MemoryAreaKind.TextOrReadOnlyData, 4096, 512, null },
        { MemoryAreaKind.TextOrReadOnlyData, 4096 + 1023, 1, Misuse.MapsTextOrReadOnlyData },
        { MemoryAreaKind.TextOrReadOnlyData, 4096 + 1024, 1, null },
        { MemoryAreaKind.NotForDma, 4096 + 600, 1, Misuse.MapsInvalidArea },
        { MemoryAreaKind.NotForDma, 4096 + 600, 0, null },
    };

    /// <summary>An area of bytes 512 to 1023 of the second page.</summary>
    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_mapping_is_judged(MemoryAreaKind kind, int offset, int size, Misuse? expected)
    {
        _rig.Debug.Declare(new MemoryArea(_pages.Address + 4096 + 512, 512, kind));
        Misuse[] reports = expected is { } misuse ? [misuse] : [];
        _rig.Map(_pages.Slice(offset, size), size, To);
        _rig.AssertReports(reports);
    }

    [Fact]
    public void Each_entry_of_a_list_is_judged()
    {
        _rig.Debug.Declare(new MemoryArea(_pages.Address, 4096, MemoryAreaKind.Stack));
        var list = new ScatterList(3);
        list.Add(_pages.Slice(0, 64));
        list.Add(_pages.Slice(4096, 64));
        list.Add(_pages.Slice(128, 64));
        Assert.Equal(3, _rig.Device.MapSg(list, 3, To));
        _rig.AssertReports(Misuse.MapsStack, Misuse.MapsStack);
        Assert.Equal(_pages.Address + 128, _rig.Debug.Reports[1].Call.CpuAddress);
    }

    [Fact]
    public void An_area_taken_back_is_free()
    {
        var area = new MemoryArea(_pages.Address, 4096, MemoryAreaKind.Stack);
        _rig.Debug.Declare(area);
        Assert.True(_rig.Debug.Withdraw(area));
        Assert.False(_rig.Debug.Withdraw(area));
        _rig.Map(_pages, 64, To);
        _rig.AssertReports();
    }

    public void Dispose() => _rig.Dispose();
}
