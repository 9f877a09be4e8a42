using System.Collections.Generic;
using XenDma.Samples.Broken.Addresses;

namespace XenDma.Samples.Broken.Exhibits;

public static partial class AllExhibits
{
    private const string ToldToTheDevice = "the checker does not see what a device is told";

    private static IEnumerable<Exhibit> Addresses() =>
    [
        Exhibit.Of(
            "XDMA5001", "address narrowed to 32 bits", BenchMachine.Scattered, Consequence.CardFaults, ToldToTheDevice,
            static bench => new AddressNarrowed(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Frame(1500), 1500),
            static (nic, bench) => nic.SendMended(bench.Frame(1500), 1500)),
        Exhibit.Of(
            "XDMA5002", "frame number shifted before it was widened", BenchMachine.Large, Consequence.WrongBytes,
            "the page that is mapped is the right one; the CPU fills another",
            static bench => new FrameShifted(bench.Device, bench.Card, bench.Guest.Machine.Memory),
            static (nic, bench) => nic.Send(new Page(bench.Pages().Address.Pfn), bench.Payload(4096)),
            static (nic, bench) => nic.SendMended(new Page(bench.Pages().Address.Pfn), bench.Payload(4096))),
        Exhibit.Of(
            "XDMA5003", "guest address used as a bus address, or the reverse", BenchMachine.Bouncing, Consequence.CardFaults, ToldToTheDevice,
            static bench => new GuestAddressOnTheBus(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(bench.Frame(1500), 1500),
            static (nic, bench) => nic.SendMended(bench.Frame(1500), 1500)),
        Exhibit.Of(
            "XDMA5004", "arithmetic leaves the mapping", BenchMachine.Bouncing, Consequence.NeighbourDamaged, ToldToTheDevice,
            static bench => new LeavesMapping(bench.Device, bench.Card),
            static (nic, bench) => bench.Got(nic.Receive(bench.Pages())),
            static (nic, bench) => bench.Got(nic.ReceiveMended(bench.Pages()))),
        Exhibit.Of(
            "XDMA5005", "mapping larger than a bounce pool can hold", BenchMachine.Bouncing, Consequence.WrongBytes,
            "a map that fails is no mistake of the call",
            static bench => (bench.Device, bench.Card),
            static (it, bench) => new AboveLimit(it.Device, it.Card).Load(bench.Frame(1 << 20, order: 8)),
            static (it, bench) => new AboveLimitMended(it.Device, it.Card).Load(bench.Frame(1 << 20, order: 8))) with { Driver = nameof(AboveLimit) },
        Exhibit.Of(
            "XDMA5006", "ops taken from the device", BenchMachine.Scattered, Consequence.WrongBytes,
            "the checker stands in the calls of the API, which are not made",
            static bench => new DeviceOpsUsed(bench.Device, bench.Card),
            static (nic, bench) => nic.Send(new Page(bench.Frame(4096).Address.Pfn)),
            static (nic, bench) => nic.SendMended(new Page(bench.Frame(4096).Address.Pfn))),
    ];
}
