using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.Debugging;
using Xunit;

namespace XenDma.PropertyTests.Platforms;

/// <summary>Which ops a device gets, by platform and release.</summary>
public sealed class DispatchTests
{
    [Theory]
    [InlineData("4.18", DomainKind.X86Pv, true, null, true)]
    [InlineData("4.18", DomainKind.X86AutoTranslated, true, null, false)]
    [InlineData("4.18", DomainKind.Arm, true, null, true)]
    [InlineData("4.18", DomainKind.Arm, false, null, false)]
    [InlineData("4.18", DomainKind.Arm, true, false, true)]
    [InlineData("6.14", DomainKind.X86Pv, false, null, true)]
    [InlineData("6.14", DomainKind.Arm, true, null, true)]
    [InlineData("6.14", DomainKind.Arm, true, false, false)]
    [InlineData("6.14", DomainKind.Arm, false, true, true)]
    [InlineData("6.14", DomainKind.Arm, false, null, false)]
    public void A_device_gets_xen_s_ops_where_the_domain_needs_them(string release, DomainKind kind, bool isInitial, bool? isDirectMapped, bool xen)
    {
        OpsDispatch dispatch = Make(Semantics.Find(release)!, new DispatchDomain(kind, isInitial, isDirectMapped), out IDmaOps xenOps, out IDmaOps nativeOps);
        var device = new Device("nic", new DeviceTraits());
        dispatch.SetUp(device);
        Assert.Same(xen ? xenOps : nativeOps, dispatch.OpsOf(device));
        Assert.Same(xen ? xenOps : nativeOps, dispatch.OpsOf(null));
    }

    /// <summary>The regression of 2017: every device on Arm has ops of its own, and they came first.</summary>
    [Fact]
    public void In_4_11_an_arm_device_was_served_past_xen()
    {
        Semantics semantics = Defect.Find(nameof(Semantics.DeviceOpsBeforeXen))!.Alone;
        OpsDispatch dispatch = Make(semantics, new DispatchDomain(DomainKind.Arm), out IDmaOps xenOps, out IDmaOps nativeOps);
        var device = new Device("nic", new DeviceTraits());
        dispatch.SetUp(device);
        Assert.Same(nativeOps, dispatch.OpsOf(device));
        Assert.Same(xenOps, dispatch.OpsOf(null));
    }

    [Fact]
    public void Xen_s_ops_find_the_native_ones_and_never_themselves()
    {
        OpsDispatch dispatch = Make(Semantics.Contract, new DispatchDomain(DomainKind.Arm), out IDmaOps xenOps, out IDmaOps nativeOps);
        var own = new StraightOps();
        var device = new Device("nic", new DeviceTraits(), archOps: null, deviceOps: own);
        dispatch.SetUp(device);
        dispatch.SetUp(device);
        Assert.Same(xenOps, dispatch.OpsOf(device));
        Assert.Same(own, dispatch.NativeOpsOf(device));
        Assert.Same(nativeOps, dispatch.NativeOpsOf(new Device("other", new DeviceTraits())));
    }

    [Fact]
    public void After_a_tear_down_all_ops_fail_until_the_device_is_set_up_again()
    {
        OpsDispatch dispatch = Make(Semantics.Contract, new DispatchDomain(DomainKind.Arm), out IDmaOps xenOps, out _);
        var device = new Device("nic", new DeviceTraits());
        dispatch.SetUp(device);
        dispatch.TearDown(device);
        IDmaOps refusing = dispatch.OpsOf(device);
        DmaAddr dma = refusing.MapPage(device, default, 0, 1, DmaDirection.ToDevice, DmaAttrs.None);
        Assert.True(refusing.MappingError(device, dma));
        Assert.Null(refusing.Alloc(device, 1, out DmaAddr handle, DmaAttrs.None));
        Assert.Equal(DmaAddr.MappingError, handle);
        Assert.Equal(0, refusing.MapSg(device, new ScatterList(1), 0, DmaDirection.ToDevice, DmaAttrs.None));
        Assert.False(refusing.DmaSupported(device, ulong.MaxValue));
        dispatch.SetUp(device);
        Assert.Same(xenOps, dispatch.OpsOf(device));
    }

    [Theory]
    [InlineData(Platform.XenPv, true)]
    [InlineData(Platform.BareMetal, false)]
    [InlineData(Platform.XenDom0Arm, true)]
    public void A_guest_says_whose_ops_it_uses(Platform platform, bool xen)
    {
        using XenGuest guest = XenGuest.Boot(Layout, new PoolOptions(128, Early: true), Semantics.Contract, platform);
        Assert.Equal(xen, guest.Dispatch.UsesXenOps);
    }

    /// <summary>On Arm a device is set up at its first call and not again; calls without a device are served.</summary>
    [Fact]
    public void Dispatched_ops_set_a_device_up_once()
    {
        using var machine = new Machine(Layout);
        var guest = GuestOps.Make(machine, Platform.XenDom0Arm, new PoolOptions(128, Early: true), Semantics.Linux4_18);
        var ops = new DispatchedOps(guest);
        var device = new Device("nic", new DeviceTraits());
        Assert.True(ops.DmaSupported(device, ulong.MaxValue));
        guest.Dispatch.TearDown(device);
        Assert.False(ops.DmaSupported(device, ulong.MaxValue));
        Assert.NotNull(ops.Alloc(null, 0x1000, out _, DmaAttrs.None));
    }

    [Fact]
    public void On_x86_a_device_with_ops_of_its_own_keeps_them()
    {
        OpsDispatch dispatch = Make(Semantics.Contract, new DispatchDomain(DomainKind.X86Pv), out _, out _);
        var own = new StraightOps();
        var device = new Device("vmd", new DeviceTraits(), archOps: null, deviceOps: own);
        dispatch.SetUp(device);
        Assert.Same(own, dispatch.OpsOf(device));
    }

    private static MachineLayout Layout => new() { FrameCount = 0x400, Free = [new FrameRange(0x200, 0x200)], Spare = [new FrameRange(0x10000, 0x40)] };

    private static OpsDispatch Make(Semantics semantics, DispatchDomain domain, out IDmaOps xenOps, out IDmaOps nativeOps) =>
        new(semantics, domain, xenOps = new StraightOps(), nativeOps = new StraightOps());
}
