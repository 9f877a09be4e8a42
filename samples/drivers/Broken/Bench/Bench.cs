using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;
using XenDma.Machines;

namespace XenDma.Samples.Broken;

/// <summary>A machine with a card, a checker around the card's ops, and somebody else who uses the pool; it looks on while a driver runs.</summary>
public sealed class Bench : ICpuObserver, IWhileWaiting, IDisposable
{
    private readonly List<Observation> _consequences = [];
    private readonly Bystander _disk, _hog;
    private byte[]? _payload;

    /// <summary>Boots the machine.</summary>
    public Bench(BenchMachine machine)
    {
        Guest = machine.Boot();
        Checker = new DmaDebug(machine == BenchMachine.Merging ? new MergingOps(Guest.Ops) : Guest.Ops);
        Guest.Machine.Memory.Observer = this;
        Device = new Device("card0", machine.Card(), Checker);
        SecondPort = new Device("card0.1", machine.Card(), Checker);
        Card = new SimulatedCard(Guest.BusOf(Device), this);
        Host = new HostMemory(Guest, Checker);
        _disk = new Bystander(Guest, "disk0");
        _hog = new Bystander(Guest, "disk1");
        if (machine == BenchMachine.PoolFull) _hog.BeginReads(int.MaxValue);
    }

    /// <summary>The guest.</summary>
    public XenGuest Guest { get; }

    /// <summary>The checker around the ops of the card's devices.</summary>
    public DmaDebug Checker { get; }

    /// <summary>The card's device.</summary>
    public Device Device { get; }

    /// <summary>The device of the card's second port.</summary>
    public Device SecondPort { get; }

    /// <summary>The card.</summary>
    public SimulatedCard Card { get; }

    /// <summary>Memory of the process itself.</summary>
    public HostMemory Host { get; }

    /// <summary>Pages for a driver's buffers, zeroed; they go with the machine.</summary>
    public GuestBuffer Pages(int order = 0)
    {
        GuestBuffer pages = Guest.AllocPages(order) ?? throw new InvalidOperationException($"no 2^{order} pages left");
        pages.Span.Clear();
        return pages;
    }

    /// <summary>Bytes for a driver to send: the card must have sent them, and no others, when it is done.</summary>
    public byte[] Payload(int length) => _payload = [.. Enumerable.Range(1, length).Select(static i => (byte)(i % 251))];

    /// <summary>Takes what a driver received: all that the card put on the bus.</summary>
    public void Got(byte[]? received) => Compare("received", received ?? [], Card.Written);

    /// <summary>Runs a driver to its end, lets the card finish what it still has, and tells all that could be seen.</summary>
    public IReadOnlyList<Observation> Watch(Action<Bench> driver)
    {
        bool hasDied = !HasReturned(driver);
        Card.Work();
        foreach (Device device in new[] { Device, SecondPort })
        {
            // Who died cannot let go of its device.
            if (!hasDied) Checker.ReleaseDevice(device);
        }

        if (_payload is not null && !hasDied) Compare("sent", [.. Card.Sent], _payload);
        foreach (string fault in Card.Faults) See(Consequence.CardFaults, fault);
        Damage(_hog.EndReads());
        return [.. Checker.Reports.Select(Observation.Of), .. _consequences];
    }

    /// <inheritdoc/>
    public void Begin()
    {
        _disk.BeginReads(int.MaxValue);
        Host.MoveObjects();
    }

    /// <inheritdoc/>
    public void End() => Damage(_disk.EndReads());

    /// <inheritdoc/>
    public void OnRead(PhysAddr address, int size)
    {
        Checker.OnRead(address, size);
        Card.CpuLooks();
    }

    /// <inheritdoc/>
    public void OnWrite(PhysAddr address, int size) => Checker.OnWrite(address, size);

    /// <inheritdoc/>
    public void Dispose() => Guest.Dispose();

    private bool HasReturned(Action<Bench> driver)
    {
        try
        {
            driver(this);
            return true;
        }
        catch (Exception bug) when (bug is KernelBugException or MachineFaultException)
        {
            See(Consequence.KernelBug, bug.Message);
        }
        catch (Exception oops) when (oops is NullReferenceException or IndexOutOfRangeException)
        {
            See(Consequence.DriverOopses, oops.Message);
        }

        return false;
    }

    private void Compare(string what, byte[] actual, IReadOnlyList<byte> expected)
    {
        if (actual.AsSpan().SequenceEqual([.. expected])) return;
        int first = actual.Zip(expected).TakeWhile(static pair => pair.First == pair.Second).Count();
        See(Consequence.WrongBytes, $"{actual.Length} bytes {what}, {expected.Count} expected; the first that differs is number {first}");
    }

    private void Damage(int buffers)
    {
        if (buffers > 0) See(Consequence.NeighbourDamaged, $"buffers of another device overwritten: {buffers}");
    }

    private void See(Consequence consequence, string text) => _consequences.Add(Observation.Of(consequence, text));
}
