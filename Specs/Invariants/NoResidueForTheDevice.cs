using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-RES-1.</summary>
public sealed class NoResidueForTheDevice : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-RES-1";

    /// <inheritdoc/>
    public override string Title => "a device sees nothing of an earlier mapping";

    /// <inheritdoc/>
    public override string Statement =>
        "Where a map copies nothing to the device, from it or with the sync skipped, its slot shows no bytes of another buffer that was mapped there before.";

    /// <inheritdoc/>
    public override string Formula =>
        "bounced K, from_device or skip_cpu_sync: no 16 bytes of the slot = those of an earlier mapping of another buffer, unless K's own or zero";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_map_single, kernel/dma/swiotlb.c, Linux 5.18 (ddbd89deb7d3, CVE-2022-0854)";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps | StepKinds.Unmaps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new NoResidueForTheDeviceJudge(this, facts);

    private sealed class NoResidueForTheDeviceJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        // By chance alone a few bytes may be alike; a copy of another buffer is longer.
        private const int Telling = 16;
        private readonly SlotResidues _residues = new();

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (Release is { FromDeviceSlotUninitialised: true }) return null;
            if (step is UnmapPageStep or UnmapSgStep && result is Done) Remember();
            bool skips = step is MapPageStep { Attrs: var single } ? (single & DmaAttrs.SkipCpuSync) != 0
                : step is MapSgStep { Attrs: var list } && (list & DmaAttrs.SkipCpuSync) != 0;
            if (step is not (MapPageStep or MapSgStep)) return null;
            foreach (Mapping mapping in Live.Of(index))
            {
                if (!skips && mapping.Direction != DmaDirection.FromDevice) continue;
                if (Facts.SlotOf(new MappingPart(mapping, 0, mapping.Size)) is { } slot && JudgeSlot(index, mapping, slot) is { } finding) return finding;
            }

            return null;
        }

        private Finding? JudgeSlot(int index, Mapping mapping, PhysAddr slot)
        {
            for (int place = _residues.FirstBehind(slot); place < _residues.Count; place++)
            {
                Residue left = _residues[place];
                ulong first = Math.Max(left.Slot.Value, slot.Value), end = Math.Min(left.End, slot.Value + mapping.Size);
                if (first >= end) break;
                if (left.IsOf(mapping)) continue;
                Count();
                int length = (int)(end - first);
                ReadOnlySpan<byte> then = _residues.BytesOf(left).Slice((int)(first - left.Slot.Value), length), now = Machine.Memory.Cpu(new PhysAddr(first), length);
                ReadOnlySpan<byte> own = Machine.Memory.Cpu(mapping.Phys + (first - slot.Value), length);
                if (Shows(then, now, own) is { } at)
                    return Violated(index, $"nothing of {left.Part.Mapping} in the slot of {mapping}", $"{Telling} of its bytes from byte {first - slot.Value + (ulong)at} on");
            }

            return null;
        }

        private static int? Shows(ReadOnlySpan<byte> then, ReadOnlySpan<byte> now, ReadOnlySpan<byte> own)
        {
            // Where the slot holds the buffer's own bytes, as it mostly does, they are passed over together.
            for (int i = now.CommonPrefixLength(own), alike = 0; i < now.Length; i += 1 + now[(i + 1)..].CommonPrefixLength(own[(i + 1)..]))
            {
                bool follows = i > 0 && now[i - 1] != own[i - 1];
                alike = now[i] == then[i] && now[i] != 0 ? (follows ? alike : 0) + 1 : 0;
                if (alike == Telling) return i + 1 - Telling;
            }

            return null;
        }

        /// <summary>Keeps the bytes that the slots of what is unmapped held, in place of what was kept of those slots before.</summary>
        private void Remember()
        {
            foreach (MappingPart part in Facts.Named)
            {
                if (Facts.SlotOf(part) is not { } slot) continue;
                _residues.Keep(slot, Facts.Before(slot, part.Size), part);
            }
        }
    }
}
