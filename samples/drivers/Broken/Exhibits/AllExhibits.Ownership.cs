using System.Collections.Generic;
using XenDma.Debugging;
using XenDma.Samples.Broken.Ownership;

namespace XenDma.Samples.Broken.Exhibits;

public static partial class AllExhibits
{
    private static IEnumerable<Exhibit> Ownership() =>
    [
        Exhibit.Of(
            "XDMA4001", "CPU reads a buffer that the device owns", BenchMachine.Bouncing, Misuse.CpuReadsWhatDeviceOwns,
            static bench => new CpuReads(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA4002", "CPU writes a buffer that the device owns", BenchMachine.Bouncing, Misuse.CpuWritesWhatDeviceOwns,
            static bench => new CpuWrites(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Pages(), bench.Payload(1500)),
            static (nic, bench) => nic.SendMended(bench.Pages(), bench.Payload(1500))),
        Exhibit.Of(
            "XDMA4003", "CPU wrote a buffer and did not sync it for the device", BenchMachine.Bouncing, Consequence.WrongBytes,
            "the CPU had the buffer when it wrote, and a sync that is missing is no call",
            static bench => new NotSyncedBack(bench.Device, bench.Card),
            static (nic, bench) => nic.Answer(bench.Pages(), bench.Payload(256)),
            static (nic, bench) => nic.AnswerMended(bench.Pages(), bench.Payload(256))),
        Exhibit.Of(
            "XDMA4004", "sync that the mapping's direction makes wrong", BenchMachine.Bouncing, null,
            "the device only reads there, so that the sync moves no bytes",
            static bench => new SyncAgainstDirection(bench.Device, bench.Card),
            static (sound, bench) => sound.Play(bench.Frame(1920)),
            static (sound, bench) => sound.PlayMended(bench.Frame(1920))),
        Exhibit.Of(
            "XDMA4005", "SkipCpuSync and no sync by hand", BenchMachine.Incoherent, Consequence.WrongBytes,
            "a sync that is missing is no call",
            static bench => new NeverSynced(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Pages(), bench.Payload(4096)),
            static (nic, bench) => nic.SendMended(bench.Pages(), bench.Payload(4096))),
        Exhibit.Of(
            "XDMA4006", "two live mappings overlap", BenchMachine.Bouncing, Misuse.OverlapsActiveMapping,
            static bench => new Overlap(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA4007", "released while the device may still write", BenchMachine.Bouncing, Consequence.NeighbourDamaged,
            "the checker does not see what a device does",
            static bench => new ReleasedInFlight(bench.Device, bench.With(isSlow: true).Card),
            static (disk, bench) => disk.Read(bench.Pages()),
            static (disk, bench) => disk.ReadMended(bench.Pages())),
    ];
}
