using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using XenDma.Translation;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Platforms;

/// <summary>A guest kernel with pages of 64 KiB over Xen's of 4 KiB: frames are counted in Xen's, orders and rounding in the kernel's.</summary>
public sealed class PageShiftTests
{
    [Fact]
    public void A_break_within_a_kernel_page_is_a_break()
    {
        using var machine = new Machine(TestGuest.Layout((0x45, 0x20000)) with { PageShift = 16 });
        var translation = new XenPvTranslation(machine);
        Assert.False(translation.Straddles(new PhysAddr(0x40000), 0x5000));
        Assert.True(translation.Straddles(new PhysAddr(0x40000), 0x5001));
        Assert.True(translation.Straddles(new PhysAddr(0x45000), 0x1001));
    }

    [Fact]
    public void Coherent_memory_is_whole_kernel_pages_and_its_size_whole_frames()
    {
        using XenGuest guest = XenGuest.Boot(TestGuest.Layout() with { PageShift = 16 }, new PoolOptions(128, Early: true), Semantics.Contract);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        ulong before = guest.Machine.Pages.FreeCount;
        GuestBuffer? small = device.AllocCoherent(0x100, out DmaAddr handle);
        Assert.NotNull(small);
        Assert.Equal((0UL, before - 16), (small.Address.Value % 0x10000, guest.Machine.Pages.FreeCount));
        device.FreeCoherent(0x100, small, handle);
        Assert.Equal(before, guest.Machine.Pages.FreeCount);
    }

    /// <summary>For a while a size was rounded as if the order counted Xen's pages: too little of the kernel's larger ones.</summary>
    [Theory]
    [InlineData("contract", 12, 0x2000UL, 2UL)]
    [InlineData("contract", 16, 0x20000UL, 32UL)]
    [InlineData("contract+SizeShiftedByXenPage", 12, 0x2000UL, 2UL)]
    [InlineData("contract+SizeShiftedByXenPage", 16, 0x20000UL, 16UL)]
    public void Frames_of_coherent_memory(string semantics, int pageShift, ulong size, ulong frames)
    {
        using XenGuest guest = TestGuest.Boot(semantics, TestGuest.Layout() with { PageShift = pageShift });
        Device device = guest.AddDevice("nic", new DeviceTraits());
        ulong before = guest.Machine.Pages.FreeCount;
        GuestBuffer ring = guest.Ops.Alloc(device, size, out DmaAddr handle, DmaAttrs.None)!;
        Assert.Equal(before - frames, guest.Machine.Pages.FreeCount);
        guest.Ops.Free(device, size, ring, handle, DmaAttrs.None);
        Assert.Equal(before, guest.Machine.Pages.FreeCount);
    }

    [Fact]
    public void A_mapping_of_a_kernel_page_is_aligned_to_one()
    {
        using XenGuest guest = XenGuest.Boot(TestGuest.Layout() with { PageShift = 16 }, new PoolOptions(128, Force: true, Early: true), Semantics.Contract);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        DmaAddr page = device.MapPage(new Page(new Pfn(0x40)), 0, 0x1000, ToDevice);
        DmaAddr kernelPage = device.MapPage(new Page(new Pfn(0x40)), 0, 0x10000, ToDevice);
        Assert.Equal((TestGuest.PoolBus, TestGuest.PoolBus + 0x10000), (page.Value, kernelPage.Value));
    }

    [Fact]
    public void User_mappings_count_kernel_pages_and_name_frames()
    {
        using XenGuest guest = XenGuest.Boot(TestGuest.Layout() with { PageShift = 16 }, new PoolOptions(128, Early: true), Semantics.Contract);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        GuestBuffer ring = device.AllocCoherent(0x20000, out DmaAddr handle)!;
        var user = new UserMapping(pageOffset: 1, pageCount: 1);
        Assert.Equal(0, guest.Ops.Mmap(device, user, ring, handle, 0x20000, DmaAttrs.None));
        Assert.Equal(16, user.Frames.Length);
        Assert.Equal(ring.Address.Pfn.Value + 16, user.Frames[0].Value);
    }
}
