using System;
using System.Collections.Generic;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CACHE-1.</summary>
public sealed class BytesArrivePastACache : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CACHE-1";

    /// <inheritdoc/>
    public override string Title => "bytes arrive at a device that does not snoop";

    /// <inheritdoc/>
    public override string Statement =>
        "After the map of a mapping to a device that does not snoop the CPU's caches, and after each sync for it, the device reads what the CPU wrote.";

    /// <inheritdoc/>
    public override string Formula =>
        "sends(K), not snoops(device), map K or sync_for_device of a part: for all i of it that the CPU wrote last: device byte(dma + i) = cpu byte(phys + i)";

    /// <inheritdoc/>
    public override string Source => "xen_dma_sync_for_device, arch/arm/xen/mm.c, Linux 4.18; arch_sync_dma_for_device";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.Caches;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps | StepKinds.Syncs | StepKinds.CpuFill | StepKinds.DeviceFill;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new BytesArrivePastACacheJudge(this, facts);

    private sealed class BytesArrivePastACacheJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly List<(PhysAddr Phys, ulong Size)> _written = [];
        private readonly ByteSnapshot _seen = facts.Snapshot();

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (!Machine.Layout.HasNonCoherentDevices || result is NotRun) return null;
            switch (step)
            {
                case CpuFillStep fill:
                    _written.Add((Run.Phys(fill.Phys), fill.Size));
                    break;
                case DeviceFillStep { Dma: { Step: { } made, Segment: var segment, Value: var offset } } fill when Live.Of(made).Count > (segment ?? 0):
                    ulong first = Live.Of(made)[segment ?? 0].Phys.Value + offset;
                    _written.RemoveAll(run => run.Phys.Value < first + fill.Size && first < run.Phys.Value + run.Size);
                    break;
                case MapPageStep or MapSgStep or SyncSingleStep or SyncSgStep:
                    foreach (MappingPart part in Facts.Given)
                    {
                        bool sends = part.Mapping.Direction is DmaDirection.ToDevice or DmaDirection.Bidirectional;
                        if (sends && !part.Mapping.Device.IsCoherent && JudgePart(index, part) is { } finding) return finding;
                    }

                    break;
            }

            return null;
        }

        private Finding? JudgePart(int index, MappingPart part)
        {
            foreach ((PhysAddr phys, ulong size) in _written)
            {
                ulong first = Math.Max(phys.Value, part.Phys.Value), end = Math.Min(phys.Value + size, part.Phys.Value + part.Size);
                if (first >= end) continue;
                _seen.Clear();
                var at = new PhysAddr(first);
                if (!_seen.TryAddDevice(Machine, part.Mapping.Device, part.Dma + (first - part.Phys.Value), end - first, at)) continue;
                Count();
                if (_seen.FirstDifference(Machine) is { } differs)
                    return Violated(index, $"{part.Mapping}: the device, past the cache, to read what the CPU wrote", $"another value in byte {differs.Value - part.Mapping.Phys.Value}");
            }

            return null;
        }
    }
}
