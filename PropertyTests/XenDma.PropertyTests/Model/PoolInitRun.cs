using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>One run of the pool's initialisation, and what it left.</summary>
/// <param name="Rc">What the init function returned; 0 also where it panicked.</param>
/// <param name="Panic">The panic's text, or null.</param>
/// <param name="Pool">The pool, or null.</param>
/// <param name="Log">The kernel log's messages.</param>
internal sealed record PoolInitRun(int Rc, string? Panic, SlotPool? Pool, string[] Log)
{
    internal static PoolInitRun Of(string release, Machine machine, ulong slabs, bool early)
    {
        int rc = 0;
        string? panic = null;
        XenSwiotlbOps? ops = null;
        try
        {
            var options = new PoolOptions(slabs, Early: early);
            rc = XenSwiotlbOps.Init(machine, new XenPvTranslation(machine, TestGuest.Release(release)), options, out ops);
        }
        catch (KernelBugException bug)
        {
            panic = bug.Message;
        }

        return new PoolInitRun(rc, panic, ops?.Pool, machine.Log.Lines.Select(static line => line.Message).ToArray());
    }

    /// <summary>A guest whose memory is all free, on frames that never form an aligned run of two when given up.</summary>
    internal static Machine Guest(ulong frameCount, params FrameRange[] spare) => new(Layout(frameCount, spare));

    internal static MachineLayout Layout(ulong frameCount, params FrameRange[] spare)
    {
        var owned = new FrameRun[frameCount];
        for (ulong pfn = 0; pfn < frameCount; pfn++) owned[pfn] = new FrameRun(pfn, Scattered(pfn), 1);
        return new MachineLayout
        {
            FrameCount = frameCount,
            Owned = [.. owned],
            Free = [new FrameRange(0, frameCount)],
            Spare = [.. spare],
        };
    }

    internal static ulong Scattered(ulong pfn) => 0x40000 + (2 * pfn);
}
