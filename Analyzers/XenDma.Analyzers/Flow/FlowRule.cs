using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>A rule over the flow's events. It holds no state: what it may know is in the event and on the path.</summary>
internal abstract class FlowRule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>A call that plays a role. True: this mistake is explained, and rules further down the table stay silent.</summary>
    public virtual bool OnCall(FlowCall call) => false;

    /// <summary>A use of a mapping's address or memory outside of such calls.</summary>
    public virtual bool OnUse(FlowUse use) => false;

    /// <summary>A mapping that this path can no longer release.</summary>
    public virtual bool OnLoss(FlowLoss loss) => false;

    /// <summary>A comparison.</summary>
    public virtual bool OnCompare(FlowCompare compare) => false;

    /// <summary>An address is read out of a mapped scatter list.</summary>
    public virtual bool OnListRead(FlowListRead read) => false;

    /// <summary>The CPU reads or writes mapped memory.</summary>
    public virtual bool OnAccess(FlowAccess access) => false;

    /// <summary>The device is let loose on a mapping.</summary>
    public virtual bool OnTold(FlowTold told) => false;

    /// <summary>The method ends, and this mapping's memory stands as it stands.</summary>
    public virtual bool OnEnd(FlowEnd end) => false;

    /// <summary>What pinned a mapping's memory lets it go.</summary>
    public virtual bool OnUnpin(FlowUnpin unpin) => false;

    /// <summary>Something is computed of an address or a frame number.</summary>
    public virtual bool OnAddress(FlowAddress address) => false;

    /// <summary>A number that a device wrote is used as an index, a length or a bound.</summary>
    public virtual bool OnTrust(FlowTrust trust) => false;
}
