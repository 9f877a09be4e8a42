using System.Collections.Generic;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SYNC-3.</summary>
public sealed class SyncsInTurn : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SYNC-3";

    /// <inheritdoc/>
    public override string Title => "syncs in turn change nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "Once a part of a mapping was handed to the CPU and nobody has written since, further syncs of it, either way and as often as one likes, change no byte that the CPU sees, and none that the device sees of a mapping from the device.";

    /// <inheritdoc/>
    public override string Formula =>
        "sync_for_cpu P, no write to P, sync Q with Q within P => (cpu bytes(Q), receives(K): device bytes(Q)) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_sync_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Syncs | StepKinds.Unmaps | StepKinds.CpuFill | StepKinds.DeviceFill;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SyncsInTurnJudge(this, facts);

    private sealed class SyncsInTurnJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly List<MappingPart> _settled = [];

        public override Finding? After(int index, Step step, StepResult result)
        {
            Finding? broken = result is Done && step is SyncSingleStep or SyncSgStep ? JudgeSync(index, step) : null;
            switch (step)
            {
                case UnmapPageStep or UnmapSgStep when _settled.Count > 0:
                    for (int i = _settled.Count; i-- > 0;)
                    {
                        if (Live.Of(_settled[i].Mapping.Step).Count == 0) _settled.RemoveAt(i);
                    }

                    break;
                case DeviceFillStep { Dma.Step: { } made }:
                    for (int i = _settled.Count; i-- > 0;)
                    {
                        if (_settled[i].Mapping.Step == made) _settled.RemoveAt(i);
                    }

                    break;
                case CpuFillStep fill when _settled.Count > 0:
                    PhysAddr phys = Run.Phys(fill.Phys);
                    for (int i = _settled.Count; i-- > 0;)
                    {
                        if (_settled[i].Phys.Value < phys.Value + fill.Size && phys.Value < _settled[i].Phys.Value + _settled[i].Size) _settled.RemoveAt(i);
                    }

                    break;
            }

            return broken;
        }

        private bool IsSettled(MappingPart part)
        {
            foreach (MappingPart settled in _settled)
            {
                if (settled.Covers(part)) return true;
            }

            return false;
        }

        private Finding? JudgeSync(int index, Step step)
        {
            foreach (MappingPart part in Facts.Named)
            {
                if (IsSettled(part))
                {
                    Count();
                    PhysAddr? changed = Facts.FirstChange(part.Phys, part.Size);
                    if (changed is null && Receives(part.Mapping.Direction) && Facts.SlotOf(part) is { } slot) changed = Facts.FirstChange(slot, part.Size);
                    if (changed is { } at) return Violated(index, $"all bytes of {part.Mapping} as before #{index}: nobody has written any", $"another value at guest address {at}");
                }
                else if (step is SyncSingleStep { ForCpu: true } or SyncSgStep { ForCpu: true })
                {
                    _settled.Add(part);
                }
            }

            return null;
        }
    }
}
