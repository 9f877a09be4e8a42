using System.Collections.Generic;
using XenDma.Debugging;
using XenDma.Samples.Broken.Lifetime;

namespace XenDma.Samples.Broken.Exhibits;

public static partial class AllExhibits
{
    private static IEnumerable<Exhibit> Lifetime() =>
    [
        Exhibit.Of(
            "XDMA1001", "sync of an address that is not mapped", BenchMachine.Bouncing, Misuse.SyncsUnallocated,
            static bench => new SyncAfterUnmap(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA1002", "unmap of an address that is not mapped on this path", BenchMachine.Bouncing, Misuse.FreesUnallocated,
            static bench => new UnmapOfUnmapped(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Frame(60), 60),
            static (nic, bench) => nic.SendMended(bench.Frame(60), 60)),
        Exhibit.Of(
            "XDMA1003", "address unmapped twice", BenchMachine.Bouncing, Misuse.FreesUnallocated,
            static bench => new DoubleUnmap(bench.Device, bench.With(isSlow: true).Card),
            static (disk, bench) => disk.Read(bench.Pages()),
            static (disk, bench) => disk.ReadMended(bench.Pages())),
        Exhibit.Of(
            "XDMA1004", "mapping not unmapped on every path", BenchMachine.Bouncing, Misuse.ReleasesDeviceWithLiveMappings,
            static bench => new LeakOnErrorPath(bench.Device, bench.With(isReady: false).Card),
            static (nic, bench) => nic.Send(bench.Pages(), 1500),
            static (nic, bench) => nic.SendMended(bench.Pages(), 1500)),
        Exhibit.Of(
            "XDMA1005", "mapped address overwritten or discarded", BenchMachine.Bouncing, Misuse.ReleasesDeviceWithLiveMappings,
            static bench => new AddressOverwritten(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Pages(), bench.Pages()),
            static (nic, bench) => nic.SendMended(bench.Pages(), bench.Pages())),
        Exhibit.Of(
            "XDMA1006", "address used after its unmap", BenchMachine.Bouncing, Consequence.NeighbourDamaged,
            "the checker does not see what a device is told",
            static bench => new PostAfterUnmap(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA1007", "coherent memory not freed on every path", BenchMachine.Bouncing, Misuse.ReleasesDeviceWithLiveMappings,
            static bench => new CoherentLeak(bench.Device, bench.With(isReady: false).Card),
            static (nic, _) => nic.Probe(),
            static (nic, _) => nic.ProbeMended()),
        Exhibit.Of(
            "XDMA1008", "coherent memory or its address used after it was freed, or freed twice", BenchMachine.Bouncing, Misuse.FreesUnallocated,
            static bench => new CoherentFreedTwice(bench.Device, bench.With(isSlow: true).Card),
            static (nic, _) => nic.SelfTest(),
            static (nic, _) => nic.SelfTestMended()),
    ];
}
