using System;
using System.Collections.Generic;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.NetworkRings;

/// <summary>A Heron card at work: frames go out and come in as the seed has it, the stack keeps some of them for a while, and now and then the
/// card hangs.</summary>
public sealed class NicLifecycle : ILifecycle
{
    private const int Rounds = 2000;
    private const int MostHeld = 24;

    private readonly Bench _bench;
    private readonly Device _device;
    private readonly SimulatedNic _card;
    private HeronDriver? _driver;

    /// <summary>A card in a machine.</summary>
    public NicLifecycle(Bench bench, Device device)
    {
        ArgumentNullException.ThrowIfNull(bench);
        _bench = bench;
        _device = device;
        _card = new SimulatedNic(bench.Guest.BusOf(device), bench.AddressBits);
        bench.Attach(_card.Transmit);
    }

    /// <inheritdoc/>
    public bool TryProbe() => (_driver = HeronDriver.TryProbe(_device, _bench.Pages, _card)) is not null;

    /// <inheritdoc/>
    public Work Run(int seed)
    {
        HeronDriver driver = _driver ?? throw new InvalidOperationException("the card is not set up");
        var random = new Random(seed);
        var sender = new Sender(driver, new FrameMaker(_bench.Pages, random), _card);
        var receiver = new Receiver(_card, random, MostHeld);
        for (int i = 0; i < Rounds; i++)
        {
            if (random.Next(400) == 0) _card.IsHung = true;
            if (random.Next(2) == 0) sender.Send();
            if (random.Next(2) == 0) receiver.Bring();
            if (random.Next(3) == 0) _bench.Delay.Pass();
            if (random.Next(4) == 0) driver.Poll(receiver.Arrived);
            receiver.Check();
        }

        for (int i = 0; driver.Pending > 0; i++)
        {
            if (i > Rounds) throw new InvalidOperationException($"{driver.Pending} descriptors are never sent");
            _bench.Delay.Pass();
            driver.Poll(receiver.Arrived);
        }

        driver.Poll(receiver.Arrived);
        receiver.Finish();
        int damaged = sender.Damaged(driver.Lost) + receiver.Damaged + driver.Dropped;
        return new Work(driver.Sent + receiver.Count, sender.Bytes + receiver.Bytes, damaged, sender.Refused + driver.Starved, driver.Resets);
    }

    /// <inheritdoc/>
    public void Remove()
    {
        _driver?.Dispose();
        _driver = null;
    }
}
