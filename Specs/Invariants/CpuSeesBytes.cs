using System;
using System.Collections.Generic;
using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-2.</summary>
public sealed class CpuSeesBytes : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-2";

    /// <inheritdoc/>
    public override string Title => "bytes come back from the device";

    /// <inheritdoc/>
    public override string Statement =>
        "After the unmap of a mapping from the device, and after each sync for the CPU, the CPU reads what the device wrote.";

    /// <inheritdoc/>
    public override string Formula =>
        "receives(K), unmap K without skip_cpu_sync or sync_for_cpu of a part: for all i of it that the device wrote: cpu byte(phys + i) = what the device wrote to dma + i last";

    /// <inheritdoc/>
    public override string Source => "swiotlb_bounce, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(ScenarioRun run, LiveMappings live) => new ReturnJudge(this, run, live);

    private sealed class ReturnJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
    {
        private readonly List<Written> _written = [];
        private readonly List<Written> _owed = [];

        public override void Before(int index, Step step)
        {
            _owed.Clear();
            if (!GivesToCpu(step)) return;
            foreach (MappingPart part in Live.Named(step))
            {
                foreach (Written written in _written)
                {
                    if (written.Part.Mapping == part.Mapping && written.Within(part) is { } owed) _owed.Add(owed);
                }
            }
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is NotRun) return null;
            if (result is Done && JudgeOwed(index) is { } finding) return finding;
            if (step is DeviceFillStep { Dma: { Step: { } made, Segment: var segment, Value: var offset } } fill && Live.Of(made).Count > (segment ?? 0))
            {
                var part = new MappingPart(Live.Of(made)[segment ?? 0], offset, fill.Size);
                _written.RemoveAll(written => written.Overlaps(part.Phys, part.Size));
                _written.Add(new Written(part, fill.Seed, 0));
            }

            if (step is CpuFillStep cpu) _written.RemoveAll(written => written.Overlaps(Run.Phys(cpu.Phys), cpu.Size));
            if (step is UnmapPageStep or UnmapSgStep) _written.RemoveAll(written => Live.Of(written.Part.Mapping.Step).Count == 0);
            return null;
        }

        private static bool GivesToCpu(Step step) => step switch
        {
            UnmapPageStep unmap => (unmap.Attrs & DmaAttrs.SkipCpuSync) == 0 && Receives(unmap.Direction),
            UnmapSgStep unmap => (unmap.Attrs & DmaAttrs.SkipCpuSync) == 0 && Receives(unmap.Direction),
            SyncSingleStep sync => sync.ForCpu && Receives(sync.Direction),
            SyncSgStep sync => sync.ForCpu && Receives(sync.Direction),
            _ => false,
        };

        private static bool Receives(DmaDirection direction) => direction is DmaDirection.FromDevice or DmaDirection.Bidirectional;

        private Finding? JudgeOwed(int index)
        {
            foreach (Written owed in _owed)
            {
                Count();
                if (owed.FirstDifference(Machine) is { } differs)
                    return Violated(index, $"{owed.Part.Mapping}: the CPU to read what the device wrote", $"another value in byte {owed.Part.Offset + differs}");
            }

            return null;
        }
    }

    /// <summary>Bytes that a device wrote to a mapping.</summary>
    /// <param name="Part">Where.</param>
    /// <param name="Seed">The pattern.</param>
    /// <param name="First">The pattern's byte that the part begins with.</param>
    private readonly record struct Written(MappingPart Part, ulong Seed, ulong First)
    {
        internal bool Overlaps(PhysAddr phys, ulong size) => Part.Phys.Value < phys.Value + size && phys.Value < Part.Phys.Value + Part.Size;

        internal Written? Within(MappingPart other)
        {
            ulong start = Math.Max(Part.Offset, other.Offset), end = Math.Min(Part.Offset + Part.Size, other.Offset + other.Size);
            return start < end ? new Written(Part with { Offset = start, Size = end - start }, Seed, First + (start - Part.Offset)) : null;
        }

        internal ulong? FirstDifference(Machine machine)
        {
            Span<byte> pattern = stackalloc byte[(int)XenPage.Size];
            for (ulong done = 0; done < Part.Size; done += XenPage.Size)
            {
                int length = (int)Math.Min(XenPage.Size, Part.Size - done);
                Contents.Fill(pattern[..length], Seed, First + done);
                int same = machine.Memory.Cpu(Part.Phys + done, length).CommonPrefixLength(pattern[..length]);
                if (same < length) return done + (ulong)same;
            }

            return null;
        }
    }
}
