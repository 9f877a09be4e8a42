using System;
using System.Collections.Generic;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.Nvme;

/// <summary>A controller at work: requests of any size and place as the seed has it, several at a time; some fail, some get stuck.</summary>
public sealed class NvmeLifecycle : ILifecycle
{
    private const int DiskBytes = 16 << 20;
    private const int Rounds = 300;
    private const int LargestWrite = 5 << 19;
    private const int LargestOrder = 10;

    private readonly Bench _bench;
    private readonly Device _device;
    private readonly SimulatedController _controller;
    private NvmeDisk? _disk;

    /// <summary>A controller in a machine.</summary>
    public NvmeLifecycle(Bench bench, Device device)
    {
        ArgumentNullException.ThrowIfNull(bench);
        _bench = bench;
        _device = device;
        _controller = new SimulatedController(bench.Guest.BusOf(device), new byte[DiskBytes]);
        bench.Attach(_controller.Work);
    }

    /// <summary>The controller.</summary>
    public SimulatedController Controller => _controller;

    /// <summary>Requests that had to go through a copy in whole pages.</summary>
    public int Copied { get; private set; }

    /// <summary>Commands that were aborted.</summary>
    public int Aborts { get; private set; }

    /// <inheritdoc/>
    public bool TryProbe()
    {
        NvmeController? controller =
            NvmeController.TryProbe(_device, _bench.Pages, _controller, _bench.Delay, _bench.AddressBits, out NvmeGeometry? geometry);
        _disk = controller is null || geometry is null ? null : new NvmeDisk(_device, _bench.Pages, controller, geometry);
        return _disk is not null;
    }

    /// <inheritdoc/>
    public Work Run(int seed)
    {
        NvmeDisk disk = _disk ?? throw new InvalidOperationException("the controller is not set up");
        var random = new Random(seed);
        var users = new DiskUsers(disk, _bench.Pages, random, DiskBytes);
        for (int i = 0; i < Rounds; i++)
        {
            Disturb(random);
            if (random.Next(24) == 0) users.Transfer(LargestOrder, random.Next(1, LargestWrite), _bench.Delay);
            else users.Begin();
            if (random.Next(2) == 0) _bench.Delay.Pass();
            disk.Poll();
            users.Check();
        }

        users.Await(_bench.Delay);
        Copied = disk.Copied;
        Aborts = disk.Aborts;
        return new Work(users.Count, users.Bytes, users.Damaged, users.Refused, disk.Resets);
    }

    /// <inheritdoc/>
    public void Remove()
    {
        _disk?.Dispose();
        _disk = null;
    }

    private void Disturb(Random random)
    {
        if (random.Next(30) == 0) _controller.Failing = 1;
        if (random.Next(40) != 0) return;
        _controller.Stuck = 1;
        _controller.CanAbort = random.Next(3) != 0;
        _controller.IsDeaf = random.Next(3) == 0;
    }
}
