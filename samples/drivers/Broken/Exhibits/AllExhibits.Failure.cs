using System.Collections.Generic;
using XenDma.Debugging;
using XenDma.Samples.Broken.Failure;

namespace XenDma.Samples.Broken.Exhibits;

public static partial class AllExhibits
{
    private static IEnumerable<Exhibit> Failure() =>
    [
        Exhibit.Of(
            "XDMA2001", "mapped address used without asking MappingError", BenchMachine.Bouncing, Misuse.LeavesMapErrorUnchecked,
            static bench => new MapUnchecked(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Frame(1500), 1500),
            static (nic, bench) => nic.SendMended(bench.Frame(1500), 1500)),
        Exhibit.Of(
            "XDMA2002", "address compared with a constant in place of MappingError", BenchMachine.Bouncing, Misuse.LeavesMapErrorUnchecked,
            static bench => new ComparedWithZero(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Frame(1500), 1500),
            static (nic, bench) => nic.SendMended(bench.Frame(1500), 1500)),
        Exhibit.Of(
            "XDMA2003", "MapSg's result ignored, or compared as if failure were negative", BenchMachine.PoolFull, Misuse.FreesInvalidAddress,
            static bench => new MapSgBelowZero(bench.Device, bench.Card),
            static (disk, bench) => disk.Write(Zeroes(bench)),
            static (disk, bench) => disk.WriteMended(Zeroes(bench))),
        Exhibit.Of(
            "XDMA2004", "failed mapping unmapped, synced or handed to the device", BenchMachine.PoolFull, Misuse.FreesInvalidAddress,
            static bench => new FailedMappingUnmapped(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Pages(), 1500),
            static (nic, bench) => nic.SendMended(bench.Pages(), 1500)),
        Exhibit.Of(
            "XDMA2005", "AllocCoherent's result used without a null check", BenchMachine.Bouncing, Consequence.DriverOopses,
            "the checker sees no call: the driver ends first",
            static bench => new AllocUnchecked(bench.Device, bench.Card),
            static (nvme, _) => nvme.Probe(),
            static (nvme, _) => nvme.ProbeMended()),
        Exhibit.Of(
            "XDMA2006", "result of setting a mask ignored", BenchMachine.Bouncing, Consequence.CardFaults,
            "the calls agree with the mask that stayed",
            static bench => new MaskResultIgnored(bench.Device, bench.With(addressLines: 24).Card),
            static (sound, bench) => sound.Play(bench.Pages(), 1920),
            static (sound, bench) => sound.PlayMended(bench.Pages(), 1920)),
    ];

    private static ScatterList Zeroes(Bench bench)
    {
        var list = new ScatterList(1);
        list.Add(bench.Pages());
        return list;
    }
}
