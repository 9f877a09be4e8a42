using System;
using XenDma.Debugging;

namespace XenDma.Samples.Simulation;

/// <summary>A booted machine for drivers under test: the runtime checker stands around the guest's ops and watches the CPU, and at the end it
/// is asked what was left behind.</summary>
public sealed class Bench : IDisposable
{
    private readonly DriverMachine _machine;
    private readonly BenchOps _ops;
    private readonly Ticks _ticks = new();
    private readonly ulong _freeAtStart;

    /// <summary>Boots a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="release">The kernel release.</param>
    /// <param name="faults">When calls fail; null = only where the machine makes them.</param>
    public Bench(DriverMachine machine, Semantics release, Faults? faults = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        faults ??= new Faults(0, 0);
        Guest = XenGuest.Boot(machine.Layout, machine.Pool, release, machine.Platform);
        _ops = new BenchOps(Guest, Guest.Ops, faults);
        Checker = new DmaDebug(_ops);
        Guest.Machine.Memory.Observer = Checker;
        Pages = new FaultyPages(Guest, faults);
        _freeAtStart = Guest.Machine.Pages.FreeCount;
    }

    /// <summary>The guest.</summary>
    public XenGuest Guest { get; }

    /// <summary>The runtime checker.</summary>
    public DmaDebug Checker { get; }

    /// <summary>Pages for drivers.</summary>
    public IPageSource Pages { get; }

    /// <summary>Time.</summary>
    public IDelay Delay => _ticks;

    /// <summary>The address lines of the machine's devices.</summary>
    public int AddressBits => _machine.AddressBits;

    /// <summary>Whether the machine's registers are reached through Xen's PCI front end.</summary>
    public bool IsPassedThrough => _machine.Platform == Platform.XenPv;

    /// <summary>The pages that are gone since boot.</summary>
    public ulong PagesHeld => _freeAtStart - Guest.Machine.Pages.FreeCount;

    /// <summary>Adds a device whose ops are checked.</summary>
    public Device AddDevice(string name) => new(name, new DeviceTraits { IsCoherent = _machine.IsCoherent }.On(_machine.Platform), Checker);

    /// <summary>Has a simulated device work while time passes.</summary>
    public void Attach(Action work) => _ticks.Attach(work);

    /// <summary>The driver lets go of its device: what the checker said of it all, and what was left behind.</summary>
    public Leftovers Release(Device device)
    {
        int live = Checker.ReleaseDevice(device);
        return new Leftovers(Checker.Reports, live, Guest.SlotsInUse, PagesHeld, _ops.Direct, _ops.Bounced, _ops.Failed);
    }

    /// <summary>Frees the machine.</summary>
    public void Dispose() => Guest.Dispose();
}
