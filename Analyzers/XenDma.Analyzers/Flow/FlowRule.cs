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
}
