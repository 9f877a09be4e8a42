using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-FOR-1.</summary>
public sealed class ForeignIsNotLocal : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-FOR-1";

    /// <inheritdoc/>
    public override string Title => "another domain's frame is not the guest's own";

    /// <inheritdoc/>
    public override string Statement =>
        "The unmap or the sync of direct mappings of nothing but another domain's memory changes neither the slots in use, nor the buffers, nor what lies at the guest addresses that equal their bus addresses.";

    /// <inheritdoc/>
    public override string Formula =>
        "foreign(frame(phys(K))), direct K: unmap K, sync K => (slots_in_use, bytes(phys(K)), bytes at guest address dma(K)) after = before";

    /// <inheritdoc/>
    public override string Source =>
        "bfn_to_local_pfn in is_xen_swiotlb_buffer, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Unmaps | StepKinds.Syncs;

    /// <inheritdoc/>
    public override bool LooksBefore => true;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ForeignIsNotLocalJudge(this, facts);

    private sealed class ForeignIsNotLocalJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly ByteSnapshot _namesake = facts.Snapshot();
        private bool _isForeign;

        public override void Before(int index, Step step)
        {
            _namesake.Clear();
            _isForeign = Facts.Named.Count > 0;
            foreach (MappingPart part in Facts.Named) _isForeign &= part.Mapping.IsDirect && part.Mapping.Device.IsCoherent && Machine.P2M.IsForeign(part.Phys.Pfn.Value);
            if (!_isForeign) return;
#pragma warning disable XDMA5003 // The guest's own memory at the bus address's number is what a wrong translation would touch.
            foreach (MappingPart part in Facts.Named) _namesake.AddCpu(Machine, new PhysAddr(part.Dma.Value), part.Size);
#pragma warning restore XDMA5003
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (!_isForeign || result is not Done) return null;
            foreach (MappingPart part in Facts.Named)
            {
                Count();
                if (Facts.Held.SlotsInUse != Facts.HeldBefore.SlotsInUse)
                    return Violated(index, $"{Facts.HeldBefore.SlotsInUse} slots in use, as before #{index}: {part.Mapping} is another domain's memory", $"{Facts.Held.SlotsInUse}");
                if (Facts.FirstChange(part.Phys, part.Size) is { } changed)
                    return Violated(index, $"{part.Mapping}, another domain's memory, as before #{index}", $"another value at guest address {changed}");
                if (_namesake.FirstDifference(Machine) is { } beside)
                    return Violated(index, $"guest address {part.Dma}, which {part.Mapping} only looks like, as before", $"another value at guest address {beside}");
            }

            return null;
        }
    }
}
