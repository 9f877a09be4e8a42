using System.Linq;
using System.Numerics;
using XenDma.Debugging;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Checking;

/// <summary>Coherent memory and the exchanges that make it consecutive.</summary>
internal sealed class CoherentChecks(CheckState state, DriverChecks driver)
{
    private const string OnePiece = "XD-COH-2", Mask = "XD-COH-1", Zeroed = "XD-COH-3", Inverse = "XD-P2M-1", Supported = "XD-SUP-1";

    private readonly FrameFacts _facts = new(state);
    private (ulong Mask, string Place)? _lowestYes;
    private (ulong Mask, string Place)? _highestNo;

    internal void Alloc(TraceEvent alloc)
    {
        if (alloc.Failed || alloc.IsHalf || alloc.Size == 0) return;
        ulong? bus = alloc.Phys is { } phys ? state.Frames.BusOf(phys) : null;
        alloc.Dma ??= state.IsNative ? alloc.Phys : bus is ulong.MaxValue ? null : bus;
        if (alloc.Dma is not { } dma)
        {
            state.Report.NotJudged++;
            return;
        }

        if (alloc.Phys is { } guest) _facts.Hold(alloc, guest, dma, alloc.Size, OnePiece, OnePiece, "the memory");
        JudgeMask(alloc, dma);
        driver.Made(alloc, new TraceMapping(alloc, MappingKind.Coherent, dma) { IsBounced = false });
    }

    internal void Free(TraceEvent free)
    {
        if (free.Dma is not { } dma)
        {
            state.Report.NotJudged++;
            return;
        }

        string device = free.Device ?? "";
        driver.Judge(Misuse.FreesWithDifferentCpuAddress);
        TraceMapping[] here = [.. state.Live.At(device, dma)];
        if ((here.FirstOrDefault(static one => one.Kind == MappingKind.Coherent) ?? here.FirstOrDefault()) is not { } given)
        {
            state.Misused(
                Misuse.FreesUnallocated, free, "a free of what is allocated", $"a free of {free.Size} bytes at 0x{dma:x}, where nothing is for {device}", state.ExplainByLoss(device));
            return;
        }

        if (given.Kind != MappingKind.Coherent) state.Misused(Misuse.FreesWithWrongFunction, free, $"unmap_page of {given}", "free_coherent", driver.Uncertain(given));
        if (given.Size != free.Size)
            state.Misused(Misuse.FreesWithDifferentSize, free, $"{given.Size} bytes, as allocated: {given}", $"a free of {free.Size} bytes", driver.Uncertain(given));
        if (given is { Kind: MappingKind.Coherent, CpuAddress: { } mine } && free.CpuAddress is { } theirs && mine != theirs)
            state.Misused(Misuse.FreesWithDifferentCpuAddress, free, $"CPU address 0x{mine:x}, as allocated: {given}", $"0x{theirs:x}", driver.Uncertain(given));
        driver.End(given, free);
    }

    /// <summary>The P2M changed: no machine frame is behind two guest frames.</summary>
    internal void Change(TraceEvent change)
    {
        if (change.Frames is not { } runs || state.IsNative) return;
        state.Judge(Inverse);
        foreach (FrameChange run in runs)
        {
            for (ulong i = 0; i < run.Count && i < FrameTable.MaxFrames; i++) state.Frames.Set(run.Pfn + i, null);
        }

        foreach (FrameChange run in runs)
        {
            if (run.Mfn is not { } first) continue;
            for (ulong i = 0; i < run.Count && i < FrameTable.MaxFrames; i++)
            {
                ulong pfn = run.Pfn + i, mfn = unchecked(first + ((ulong)run.Step * i));
                if (state.Frames.PfnOf(mfn) is { } other && other != XenPage.NoFrame && other != pfn)
                {
                    state.Violated(Inverse, change, $"guest frame 0x{pfn:x} on a machine frame of its own", $"0x{mfn:x}, which guest frame 0x{other:x} has", dependsOnFrames: true);
                }

                state.Frames.Set(pfn, mfn);
            }
        }
    }

    /// <summary>An exchange that succeeded gave consecutive frames that the address width reaches.</summary>
    internal void Exchanged(TraceEvent exchange)
    {
        if (exchange is not { Op: TraceOp.CreateRegion, Result: 0, Phys: { } phys } || exchange.Order >= 24) return;
        ulong size = XenPage.Size << exchange.Order;
        if (_facts.IsConsecutive(phys, size) is not { } consecutive || state.Frames.BusOf(phys) is not { } bus || bus == ulong.MaxValue)
        {
            state.Report.NotJudged++;
            return;
        }

        state.Judge(OnePiece);
        if (!consecutive)
            state.Violated(OnePiece, exchange, $"{1UL << exchange.Order} consecutive machine frames behind guest address 0x{phys:x}", "a break between them", dependsOnFrames: true);
        if (exchange.AddressBits is <= 0 or >= 64) return;
        state.Judge(Mask);
        ulong width = (1UL << exchange.AddressBits) - 1;
        if (!BusFacts.EndsWithin(new DmaAddr(bus), size, width))
            state.Violated(Mask, exchange, $"frames within {exchange.AddressBits} bits", $"{size} bytes at bus address 0x{bus:x}", dependsOnFrames: true);
    }

    internal void Asked(TraceEvent asked)
    {
        if (asked is not { Mask: { } mask, Result: { } answer }) return;
        state.Judge(Supported);
        if (answer != 0 && !(_lowestYes?.Mask <= mask)) _lowestYes = (mask, asked.Place);
        if (answer == 0 && !(_highestNo?.Mask >= mask)) _highestNo = (mask, asked.Place);
        if (_lowestYes is { } yes && _highestNo is { } no && no.Mask >= yes.Mask)
            state.Violated(Supported, asked, $"0x{no.Mask:x} supported, as 0x{yes.Mask:x} is ({yes.Place})", $"0x{no.Mask:x} not supported ({no.Place})");
    }

    internal void JudgeZero(TraceEvent read)
    {
        if (read is not { Marker: { What: "alloc_coherent", Ok: true, IsZero: { } zero } }) return;
        state.Judge(Zeroed);
        if (!zero) state.Violated(Zeroed, read, $"{read.Size} bytes of coherent memory all zero", "other bytes", nameof(Semantics.AllocTailNotZeroed));
    }

    private void JudgeMask(TraceEvent alloc, ulong dma)
    {
        if (alloc.CoherentMask is not { } told) return;
        state.Judge(Mask);
        ulong mask = told == 0 ? uint.MaxValue : told;
        if (BusFacts.EndsWithin(new DmaAddr(dma), alloc.Size, mask)) return;
        bool hasShape = BitOperations.IsPow2(unchecked(mask + 1)) || mask == ulong.MaxValue;
        state.Violated(
            Mask, alloc, $"at or below the coherent mask 0x{mask:x}", $"{alloc.Size} bytes at bus address 0x{dma:x}", hasShape ? null : nameof(Semantics.ExchangeIgnoresMaskShape));
    }
}
