using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1004: mapping not unmapped on every path.</summary>
internal sealed class MappingLeaked() : FlowRule(Descriptors.MappingLeaked)
{
    public override bool OnLoss(FlowLoss loss)
    {
        if (loss.IsCoherent || loss.Kind is not (LossKind.Leak or LossKind.NeverReleasedField))
            return false;
        return loss.ReportAt(Descriptor, loss.Place, loss.Exit, Wording.Name(loss.Info), Leaving(loss, "unmap"));
    }

    /// <summary>Where the path leaves without the release.</summary>
    public static string Leaving(FlowLoss loss, string verb)
    {
        if (loss.Kind == LossKind.NeverReleasedField)
            return "no method of the type " + verb + "s the field that keeps it";
        return loss.Exit is { } exit
            ? "the path that leaves at " + Wording.Line(exit) + " does not " + verb + " it"
            : "a path goes on without " + verb + (verb == "unmap" ? "ping it" : "ing it");
    }
}
