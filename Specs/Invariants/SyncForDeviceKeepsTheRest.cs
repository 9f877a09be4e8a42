using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SYNC-2.</summary>
public sealed class SyncForDeviceKeepsTheRest : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SYNC-2";

    /// <inheritdoc/>
    public override string Title => "a partial sync for the device copies its part";

    /// <inheritdoc/>
    public override string Statement =>
        "A sync for the device of part of a bounced mapping changes no byte that the device sees outside that part.";

    /// <inheritdoc/>
    public override string Formula =>
        "sync_for_device of [o, o + n) of bounced K: for all i of K outside it: device byte(dma + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_sync_single, kernel/dma/swiotlb.c, Linux 4.18; with an offset, Linux 5.13";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new RestJudge(
        this, facts, forCpu: false, "what the device sees of", static (facts, mapping) => facts.SlotOf(new MappingPart(mapping, 0, mapping.Size)));
}
