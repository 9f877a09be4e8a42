using System.Collections.Generic;
using XenDma.Debugging;
using XenDma.Samples.Broken.Memory;
using XenDma.Samples.Broken.Trust;

namespace XenDma.Samples.Broken.Exhibits;

public static partial class AllExhibits
{
    private static IEnumerable<Exhibit> Memory() =>
    [
        Exhibit.Of(
            "XDMA6001", "stack memory mapped", BenchMachine.Bouncing, Misuse.MapsStack,
            static bench => new StackMapped(bench.Device, bench.Card, bench.Host),
            static (flash, _) => flash.Identify(),
            static (flash, _) => flash.IdentifyMended()),
        Exhibit.Of(
            "XDMA6002", "managed memory mapped without being pinned", BenchMachine.Bouncing, Consequence.WrongBytes,
            "the checker knows guest memory, and no garbage collector",
            static bench => new NotPinned(bench.Device, bench.Card, bench.Host),
            static (flash, bench) => bench.Got(flash.Read()),
            static (flash, bench) => bench.Got(flash.ReadMended())),
        Exhibit.Of(
            "XDMA6003", "read-only data mapped for the device to write", BenchMachine.Bouncing, Misuse.MapsTextOrReadOnlyData,
            static bench => new ReadOnlyMapped(bench.Device, bench.Card, bench.Host),
            static (flash, _) => flash.Reset(),
            static (flash, _) => flash.ResetMended()),
        Exhibit.Of(
            "XDMA6004", "mapped slice shares a cache line", BenchMachine.Incoherent, Consequence.WrongBytes,
            "the CPU wrote beside the mapping, where it may",
            static bench => new LineShared(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Ask(bench.Pages())),
            static (nic, bench) => bench.Got(nic.AskMended(bench.Pages()))),
    ];

    private static IEnumerable<Exhibit> Trust() =>
    [
        Exhibit.Of(
            "XDMA7001", "value of the device used without a check", BenchMachine.Bouncing, Consequence.DriverOopses,
            "coherent memory belongs to both sides, whatever is in it",
            static bench => new DeviceUnchecked(bench.Device, bench.With(status: 200).Card),
            static (nic, _) => nic.Poll(),
            static (nic, _) => nic.PollMended()),
        Exhibit.Of(
            "XDMA7002", "device's memory read twice, checked once", BenchMachine.Bouncing, Consequence.DriverOopses,
            "coherent memory belongs to both sides, whatever is in it",
            static bench => new DoubleFetch(bench.Device, bench.With(status: 3, statusAfterALook: 200).Card),
            static (nic, _) => nic.Poll(),
            static (nic, _) => nic.PollMended()),
    ];
}
