using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-TRANS-1.</summary>
public sealed class RoundTripTranslation : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-TRANS-1";

    /// <inheritdoc/>
    public override string Title => "round-trip translation";

    /// <inheritdoc/>
    public override string Statement =>
        "Every byte of a mapping, direct or bounced, lies at one guest address: from guest address to bus address and back is the identity.";

    /// <inheritdoc/>
    public override string Formula =>
        "for all i < size: p(i) = phys_of(dma + i) exists, p(i) = p(0) + i, bus_of(p(i)) = dma + i; a direct mapping has p(0) = phys";

    /// <inheritdoc/>
    public override string Source => "xen_phys_to_bus, xen_bus_to_phys, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new RoundTripJudge(this, facts);

    private sealed class RoundTripJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            if (mapping.Size == 0) return null;
            Count();
            PhysAddr? first = null;
            for (ulong i = 0; i < mapping.Size; i += XenPage.Size - ((mapping.Dma.Value + i) & XenPage.OffsetMask))
            {
                DmaAddr dma = mapping.Dma + i;
                if (!Machine.TryReach(dma, out PhysAddr phys))
                    return Violated(index, $"a guest address behind byte {i} of {mapping}", $"bus address {dma}, which is no frame of this guest");
                first ??= phys;
                if (phys != first.Value + i)
                    return Violated(index, $"byte {i} of {mapping} at guest address {first.Value + i}", $"{phys}");
                if (BusFacts.BusOf(Machine, phys) != dma)
                    return Violated(index, $"guest address {phys} at bus address {dma}", $"{BusFacts.BusOf(Machine, phys)}");
            }

            return null;
        }
    }
}
