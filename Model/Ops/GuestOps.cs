using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;

namespace XenDma;

/// <summary>The ops that a platform's kernel makes at boot, and the dispatch through which its devices reach them.</summary>
public sealed class GuestOps
{
    private GuestOps(XenSwiotlbOps ops, OpsDispatch dispatch)
    {
        Ops = ops;
        Dispatch = dispatch;
    }

    /// <summary>The ops over the bounce pool.</summary>
    public XenSwiotlbOps Ops { get; }

    /// <summary>Which ops a device gets.</summary>
    public OpsDispatch Dispatch { get; }

    /// <summary>Makes the pool, the ops over it, and on Arm the native ones below.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="platform">What it is.</param>
    /// <param name="options">The pool that is asked for.</param>
    /// <param name="semantics">The release.</param>
    /// <exception cref="PoolInitException">The pool cannot be made.</exception>
    /// <exception cref="KernelBugException">The pool cannot be made at early boot.</exception>
    /// <exception cref="ArgumentException">The machine is none of that platform.</exception>
    public static GuestOps Make(Machine machine, Platform platform, PoolOptions options, Semantics semantics)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(semantics);
        var translation = BusTranslation.For(platform, machine, semantics);
        int rc = XenSwiotlbOps.Init(machine, translation, options, out XenSwiotlbOps? ops);
        if (ops is null) throw new PoolInitException(rc);
        if (platform != Platform.XenDom0Arm) return new GuestOps(ops, new OpsDispatch(semantics, DomainOf(platform), ops, ops));
        SlotPool? nativePool = semantics.NativePoolInsideXenPool ? ops.Pool : null;
        PoolOptions nativeOptions = options with { Force = options.Force && nativePool is not null, NoForce = false };
        var native = new XenSwiotlbOps(machine, new BareMetalTranslation(machine, semantics), nativePool, nativeOptions);
        var dispatch = new OpsDispatch(semantics, new DispatchDomain(DomainKind.Arm), ops, native);
        ops.Dispatch = dispatch;
        return new GuestOps(ops, dispatch);
    }

    /// <summary>The ops by platform: PV guests have Xen's, and on bare metal the kernel's own are the same code over another translation.</summary>
    private static DispatchDomain DomainOf(Platform platform) =>
        new(platform == Platform.XenPv ? DomainKind.X86Pv : DomainKind.X86AutoTranslated);
}
