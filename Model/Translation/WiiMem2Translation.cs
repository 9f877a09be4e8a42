using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>The Wii: two ranges of memory on their own numbers, and devices that reliably reach the second one only. The pool lies there.
/// Nothing snoops the CPU's caches.</summary>
/// <remarks>After the 2010 posts of the port's author: MEM1 has 24 MiB at 0, MEM2 64 MiB at 0x10000000. Reach is a window and not a mask,
/// because MEM1 lies below it.</remarks>
/// <param name="machine">The machine; every frame lies on its own number.</param>
/// <param name="semantics">The release; null = the contract.</param>
public sealed class WiiMem2Translation(Machine machine, Semantics? semantics = null) : BareMetalTranslation(machine, semantics)
{
    /// <summary>MEM1.</summary>
    public static FrameRange Mem1 { get; } = new(0, 24 << (20 - XenPage.Shift));

    /// <summary>MEM2, the window that devices reach.</summary>
    public static FrameRange Mem2 { get; } = new(0x10000000 >> XenPage.Shift, 64 << (20 - XenPage.Shift));

    /// <inheritdoc/>
    public override FrameRange PoolFrames => Mem2;
}
