using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;
using XenDma.Samples.Broken.Agreement;

namespace XenDma.Samples.Broken.Exhibits;

public static partial class AllExhibits
{
    private static IEnumerable<Exhibit> Agreement() =>
    [
        Exhibit.Of(
            "XDMA3001", "size differs from the map's", BenchMachine.Bouncing, Misuse.FreesWithDifferentSize,
            static bench => new SizeDiffers(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages(2))),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages(2)))),
        Exhibit.Of(
            "XDMA3002", "direction differs from the map's", BenchMachine.Bouncing, Misuse.FreesWithDifferentDirection,
            static bench => new DirectionDiffers(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA3003", "device differs from the map's", BenchMachine.Bouncing, Misuse.FreesUnallocated,
            static bench => new DeviceDiffers(bench.Device, bench.SecondPort, bench.Card),
            static (nic, bench) => nic.Send(bench.Pages(), 1500),
            static (nic, bench) => nic.SendMended(bench.Pages(), 1500)),
        Exhibit.Of(
            "XDMA3004", "another kind of function than the map's", BenchMachine.Bouncing, Misuse.FreesWithWrongFunction,
            static bench => new KindDiffers(bench.Device, bench.Card),
            static (nic, _) => nic.Ask(),
            static (nic, _) => nic.AskMended()),
        .. Lists(),
        Exhibit.Of(
            "XDMA3007", "attributes differ between map and unmap", BenchMachine.Bouncing, Consequence.WrongBytes,
            "the checker, as the kernel's, compares no attributes",
            static bench => new AttributesDiffer(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(Encrypted(nic.Receive(bench.Pages()))),
            static (nic, bench) => bench.Got(Encrypted(nic.ReceiveMended(bench.Pages())))),
        Exhibit.Of(
            "XDMA3008", "sync reaches outside the mapped range", BenchMachine.Bouncing, Misuse.SyncsOutsideRange,
            static bench => new SyncOutside(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA3009", "direction None given to map, unmap or sync", BenchMachine.Bouncing, Consequence.KernelBug,
            "the kernel stops before its checker is asked",
            static bench => new DirectionNone(bench.Device, bench.Card),
            static (disk, bench) => disk.Flush(bench.Pages()),
            static (disk, bench) => disk.FlushMended(bench.Pages())),
        Exhibit.Of(
            "XDMA3010", "FreeCoherent disagrees with AllocCoherent", BenchMachine.Bouncing, Misuse.FreesWithDifferentSize,
            static bench => new FreeDiffers(bench.Device, bench.Card),
            static (nic, _) => nic.SelfTest(),
            static (nic, _) => nic.SelfTestMended()),
    ];

    private static IEnumerable<Exhibit> Lists() =>
    [
        Exhibit.Of(
            "XDMA3005", "UnmapSg or a scatter-gather sync given MapSg's result", BenchMachine.Merging, Misuse.FreesWithDifferentEntryCount,
            static bench => new CountIsResult(bench.Device, bench.Card),
            static (disk, bench) => disk.Write(bench.TwoPages()),
            static (disk, bench) => disk.WriteMended(bench.TwoPages())),
        Exhibit.Of(
            "XDMA3006", "addresses of a scatter list read up to its original count", BenchMachine.Merging, Consequence.CardFaults,
            "the checker does not see what a device is told",
            static bench => new ReadToCount(bench.Device, bench.Card),
            static (disk, bench) => disk.Write(bench.TwoPages()),
            static (disk, bench) => disk.WriteMended(bench.TwoPages())),
    ];

    private static byte[]? Encrypted(byte[]? frame) => frame is null ? null : [.. frame.Select(static one => (byte)~one)];
}
