using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-MMAP-1.</summary>
public sealed class MmapShowsTheMemory : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-MMAP-1";

    /// <inheritdoc/>
    public override string Title => "mmap shows the memory";

    /// <inheritdoc/>
    public override string Statement =>
        "mmap of coherent memory puts its own guest frames behind the user's pages, in order, all of them.";

    /// <inheritdoc/>
    public override string Formula =>
        "mmap of K: frames = frame(phys(K)), frame(phys(K)) + 1, ... to the end of its last page";

    /// <inheritdoc/>
    public override string Source => "dma_common_mmap, drivers/base/dma-mapping.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Mmap;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new MmapJudge(this, facts);

    private sealed class MmapJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MmapStep { Phys: { Step: { } made, Value: 0 } } || result is not (GuestFrames or Failed)) return null;
            if (!Live.Allocations.TryGetValue(made, out Allocation? memory)) return null;
            Count();
            ulong first = memory.Phys.Pfn.Value, count = (memory.Size + Machine.PageSize - 1) / Machine.PageSize * (Machine.PageSize / XenPage.Size);
            if (result is not GuestFrames shown || (ulong)shown.Pfns.Length != count)
                return Violated(index, $"the {count} frames of {memory}", StepText.Of(result));
            for (int i = 0; i < shown.Pfns.Length; i++)
            {
                if (shown.Pfns[i] != first + (ulong)i) return Violated(index, $"guest frame 0x{first + (ulong)i:x} as page {i} of {memory}", $"0x{shown.Pfns[i]:x}");
            }

            return null;
        }
    }
}
