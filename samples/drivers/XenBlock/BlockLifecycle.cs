using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.XenBlock;

/// <summary>A controller passed through to the guest, at work: requests of many pieces of memory as the seed has it; some fail, some hang.</summary>
public sealed class BlockLifecycle : ILifecycle
{
    private const int DiskBytes = 8 << 20;
    private const int Rounds = 400;
    private const int MostRounds = 100_000;

    private readonly Bench _bench;
    private readonly Device _device;
    private readonly PciFunction _function = new(KestrelDriver.Id, (uint)(DriverMachines.RegisterFrame << 12));
    private readonly SimulatedPciback _pciback;
    private Pcifront? _pcifront;
    private KestrelDriver? _driver;

    /// <summary>A controller in a machine.</summary>
    public BlockLifecycle(Bench bench, Device device)
    {
        ArgumentNullException.ThrowIfNull(bench);
        _bench = bench;
        _device = device;
        _pciback = new SimulatedPciback(_function);
        Controller = new SimulatedKestrel(bench.Guest.BusOf(device), _function, new byte[DiskBytes]);
        bench.Attach(_pciback.Work);
        bench.Attach(Controller.Work);
    }

    /// <summary>The controller.</summary>
    public SimulatedKestrel Controller { get; }

    /// <inheritdoc/>
    public bool TryProbe()
    {
        IPciConfig? config = _function;
        if (_bench.IsPassedThrough) config = _pcifront = Pcifront.TryConnect(_bench.Pages, _bench.Delay, _pciback.Attach);
        _driver = config is null ? null : KestrelDriver.TryProbe(_device, config, Ioremap);
        if (_driver is null) Disconnect();
        return _driver is not null;
    }

    /// <inheritdoc/>
    public Work Run(int seed)
    {
        KestrelDriver driver = _driver ?? throw new InvalidOperationException("the controller is not set up");
        var random = new Random(seed);
        var users = new BlockUsers(driver.Queue, _bench.Pages, random, (int)driver.Sectors * KestrelCommand.SectorSize);
        for (int i = 0; i < Rounds || !driver.Queue.IsEmpty; i++)
        {
            if (i == MostRounds) throw new InvalidOperationException("requests are never done");
            if (random.Next(30) == 0) Controller.Failing = 1;
            if (random.Next(60) == 0) Controller.Hanging = 1;
            if (i < Rounds) users.Begin();
            _bench.Delay.Pass();
            driver.Queue.Poll();
            users.Check();
        }

        users.Check();
        return new Work(users.Count, users.Bytes, users.Damaged, users.Refused + driver.Queue.Refused, driver.Queue.Resets);
    }

    /// <inheritdoc/>
    public void Remove()
    {
        _driver?.Dispose();
        _driver = null;
        Disconnect();
    }

    private void Disconnect()
    {
        _pciback.Attach(null);
        _pcifront?.Dispose();
        _pcifront = null;
    }

    /// <summary>In a guest under Xen the registers' frame must be in the P2M with its own number.</summary>
    private SimulatedKestrel? Ioremap(PhysAddr address)
    {
        bool isThere = address.Pfn.Value == DriverMachines.RegisterFrame
            && (!_bench.IsPassedThrough || _bench.Guest.Machine.P2M.IsIdentity(address.Pfn.Value));
        return isThere ? Controller : null;
    }
}
