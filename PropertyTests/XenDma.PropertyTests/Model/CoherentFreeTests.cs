using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Which frees give frames back to the hypervisor, and whose.</summary>
public class CoherentFreeTests
{
    private const ulong First = 0x100;

    /// <summary>By where the frames came from, and by how they lie for the device and the size that the free names.</summary>
    [Theory]
    [InlineData("contract", true, true, true, true)]
    [InlineData("contract", true, false, true, true)]
    [InlineData("contract", true, true, false, true)]
    [InlineData("contract", false, true, true, false)]
    [InlineData("contract", false, false, true, false)]
    [InlineData("contract", false, true, false, false)]
    [InlineData("contract+ExchangeAlways", false, true, true, true)]
    [InlineData("contract+FreeNeverGivesBack", true, true, true, false)]
    [InlineData("contract+FreeNeverGivesBack", true, false, true, true)]
    [InlineData("contract+FreeNeverGivesBack", true, true, false, true)]
    [InlineData("contract+FreeNeverGivesBack", false, false, true, true)]
    [InlineData("contract+FreeDestroyNegationLost", true, true, true, false)]
    [InlineData("contract+FreeDestroyNegationLost", true, false, true, true)]
    [InlineData("contract+FreeDestroyNegationLost", true, true, false, true)]
    [InlineData("contract+FreeDestroyNegationLost", false, false, true, false)]
    [InlineData("contract+FreeDestroysWhenTorn", false, true, false, true)]
    [InlineData("contract+FreeDestroysWhenTorn", false, true, true, false)]
    [InlineData("contract+FreeDestroysWhenTorn", true, true, true, true)]
    [InlineData("contract+FreeDestroysNeverExchanged", false, true, true, true)]
    [InlineData("contract+FreeDestroysNeverExchanged", true, false, true, false)]
    [InlineData("contract+FreeDestroysNeverExchanged", true, true, false, false)]
    public void Frames_go_back(string semantics, bool wereExchanged, bool inReach, bool consecutive, bool goBack)
    {
        // The first page lies above 4 GiB or in reach; the second one is behind it in the guest and nowhere near it on the bus.
        using XenGuest guest = CoherentTests.GuestWithBlock(
            semantics, [wereExchanged ? 0x200100UL : 0x900, 0x700], out Device device, new FrameRange(0x800, 8));
        GuestBuffer buffer = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        Assert.NotNull(device.AllocCoherent(0x1000, out _));
        ulong before = guest.Machine.P2M.Word(First);
        Device narrow = guest.AddDevice("narrow", new DeviceTraits { CoherentDmaMask = 0x6FFFFF });
        guest.Ops.Free(inReach ? device : narrow, consecutive ? 0x1000UL : 0x2000, buffer, handle, DmaAttrs.None);
        Assert.Equal(goBack, guest.Machine.P2M.Word(First) != before);
        Assert.True(guest.Machine.Pages.IsFree(First));
    }

    /// <summary>4.18 looks at the handle, later releases at the buffer.</summary>
    [Theory]
    [InlineData("4.18", First + 1)]
    [InlineData("6.14", First)]
    public void A_handle_of_another_buffer_gives_one_of_the_two_back(string release, ulong goesBack)
    {
        using XenGuest guest = CoherentTests.GuestWithBlock(release, [0x200100, 0x200101], out Device device, new FrameRange(0x800, 8));
        GuestBuffer first = device.AllocCoherent(0x1000, out _)!;
        Assert.NotNull(device.AllocCoherent(0x1000, out DmaAddr second));
        ulong[] before = TestGuest.FramesBehind(guest.Machine, First, 2);
        device.FreeCoherent(0x1000, first, second);
        for (ulong pfn = First; pfn < First + 2; pfn++)
            Assert.Equal(pfn == goesBack, guest.Machine.P2M.Word(pfn) != before[pfn - First]);
    }

    [Fact]
    public void A_free_needs_no_device()
    {
        using XenGuest guest = CoherentTests.GuestWithBlock("contract", [0x900], out Device device, new FrameRange(0x800, 8));
        GuestBuffer buffer = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        guest.Ops.Free(null, 0x1000, buffer, handle, DmaAttrs.None);
        Assert.True(guest.Machine.Pages.IsFree(First));
    }

    /// <summary>29 bits: what the pool gave up, from frame 0x10200 on, fits the width and not the mask.</summary>
    [Fact]
    public void What_an_exchange_gave_beyond_the_mask_goes_back()
    {
        MachineLayout layout = TestGuest.Layout((First, 0x200100)) with { Free = [new FrameRange(First, 1), new FrameRange(0x200, 64)] };
        using XenGuest guest = TestGuest.Boot("contract", layout);
        Device device = guest.AddDevice("odd", new DeviceTraits { CoherentDmaMask = 0x100FFFFF });
        Assert.True(guest.Machine.Hypervisor.IsSpare(new Mfn(0x10200)));
        Assert.Null(device.AllocCoherent(0x1000, out _));
        Assert.True(guest.Machine.Hypervisor.IsSpare(new Mfn(0x10200)));
        Assert.True(guest.Machine.Pages.IsFree(First));
    }
}
