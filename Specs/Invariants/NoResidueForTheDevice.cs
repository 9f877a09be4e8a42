using System;
using System.Collections.Generic;
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
    public override InvariantJudge Judge(RunFacts facts) => new NoResidueForTheDeviceJudge(this, facts);

    private sealed class NoResidueForTheDeviceJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        // By chance alone a few bytes may be alike; a copy of another buffer is longer.
        private const int Telling = 16;
        private readonly List<Residue> _residues = [];
        private byte[] _bytes = new byte[XenPage.Size];
        private int _used;

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
            foreach (Residue left in _residues)
            {
                ulong first = Math.Max(left.Slot.Value, slot.Value), end = Math.Min(left.Slot.Value + left.Size, slot.Value + mapping.Size);
                if (first >= end || left.IsOf(mapping)) continue;
                Count();
                int length = (int)(end - first);
                ReadOnlySpan<byte> then = _bytes.AsSpan(left.At + (int)(first - left.Slot.Value), length), now = Machine.Memory.Cpu(new PhysAddr(first), length);
                ReadOnlySpan<byte> own = Machine.Memory.Cpu(mapping.Phys + (first - slot.Value), length);
                if (Shows(then, now, own) is { } at)
                    return Violated(index, $"nothing of {left.Name} in the slot of {mapping}", $"{Telling} of its bytes from byte {first - slot.Value + (ulong)at} on");
            }

            return null;
        }

        private static int? Shows(ReadOnlySpan<byte> then, ReadOnlySpan<byte> now, ReadOnlySpan<byte> own)
        {
            int alike = 0;
            for (int i = 0; i < now.Length; i++)
            {
                alike = now[i] == then[i] && now[i] != 0 && now[i] != own[i] ? alike + 1 : 0;
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
                ReadOnlySpan<byte> held = Facts.Before(slot, part.Size);
                _residues.RemoveAll(left => left.Slot.Value < slot.Value + part.Size && slot.Value < left.Slot.Value + left.Size);
                if (_residues.Count == 0) _used = 0;
                if (_bytes.Length - _used < held.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + held.Length));
                held.CopyTo(_bytes.AsSpan(_used));
                _residues.Add(new Residue(slot, (ulong)held.Length, _used, part.Phys, part.Size, part.Mapping.ToString()));
                _used += held.Length;
            }
        }
    }

    /// <summary>What a mapping left in its slot.</summary>
    /// <param name="Slot">The slot's guest address.</param>
    /// <param name="Size">The bytes that were kept.</param>
    /// <param name="At">Where they are kept.</param>
    /// <param name="Phys">The buffer that they are of.</param>
    /// <param name="Length">The buffer's bytes.</param>
    /// <param name="Name">The mapping in messages.</param>
    private readonly record struct Residue(PhysAddr Slot, ulong Size, int At, PhysAddr Phys, ulong Length, string Name)
    {
        internal bool IsOf(Mapping mapping) => Phys.Value < mapping.Phys.Value + mapping.Size && mapping.Phys.Value < Phys.Value + Length;
    }
}
