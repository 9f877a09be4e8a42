using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>A clause of the contract: named, documented, and able to judge a run step by step.</summary>
public abstract class Invariant
{
    /// <summary>The stable id: <c>XD-TRANS-1</c>.</summary>
    public abstract string Id { get; }

    /// <summary>A few words.</summary>
    public abstract string Title { get; }

    /// <summary>The clause in a sentence.</summary>
    public abstract string Statement { get; }

    /// <summary>The clause as a formula.</summary>
    public abstract string Formula { get; }

    /// <summary>Where it comes from: kernel function and release.</summary>
    public abstract string Source { get; }

    /// <summary>What an implementation must let the kit see.</summary>
    public abstract Capabilities Needs { get; }

    /// <summary>The steps that its judge is asked about; it must have nothing to say of others.</summary>
    public virtual StepKinds Concerns => StepKinds.All;

    /// <summary>Whether its judge looks before the steps that it concerns as well (<see cref="InvariantJudge.Before"/>).</summary>
    public virtual bool LooksBefore => false;

    /// <summary>Begins to judge a run; one judge sees one run.</summary>
    public abstract InvariantJudge Judge(RunFacts facts);

    /// <summary>The id and the title.</summary>
    public override string ToString() => $"{Id} {Title}";
}
