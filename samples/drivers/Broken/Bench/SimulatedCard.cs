using System;
using System.Collections.Generic;
using XenDma.Machines;

namespace XenDma.Samples.Broken;

/// <summary>A card that does its own DMA while its driver waits. It knows bus addresses only, so a wrong one hits whatever lies there.</summary>
/// <param name="bus">The bus that it drives.</param>
/// <param name="whileWaiting">Runs the others: before and after the card's transfers.</param>
public sealed class SimulatedCard(BusMaster bus, IWhileWaiting whileWaiting) : ICard
{
    private readonly Queue<(bool IsToCard, DmaAddr Address, int Length)> _orders = [];
    private readonly List<byte> _sent = [], _written = [];
    private readonly List<string> _faults = [];
    private DmaAddr _source;
    private DmaAddr? _status;
    private bool _owesStatus;
    private int _looks;

    /// <inheritdoc/>
    public bool IsReady { get; set; } = true;

    /// <summary>Whether waits end before the card has begun.</summary>
    public bool IsSlow { get; set; }

    /// <summary>The address lines that the card has; what lies above is lost.</summary>
    public int AddressLines { get; set; } = 64;

    /// <summary>What the card writes as its status, one byte.</summary>
    public byte Status { get; set; }

    /// <summary>What the card puts in place of its status once the CPU has looked; null = it stays.</summary>
    public byte? StatusAfterALook { get; set; }

    /// <summary>The bytes that went out.</summary>
    public IReadOnlyList<byte> Sent => _sent;

    /// <summary>The bytes that came in, as the card put them on the bus.</summary>
    public IReadOnlyList<byte> Written => _written;

    /// <summary>Transfers that the bus refused (a master abort).</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <inheritdoc/>
    public void Send(DmaAddr address, int length) => _orders.Enqueue((true, address, length));

    /// <inheritdoc/>
    public void Receive(DmaAddr address, int length) => _orders.Enqueue((false, address, length));

    /// <inheritdoc/>
    public bool Wait()
    {
        if (IsSlow) return false;
        Work();
        return true;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _orders.Clear();
        _owesStatus = false;
    }

    /// <inheritdoc/>
    public void KeepStatusAt(DmaAddr address, int length) => (_status, _owesStatus) = (address, true);

    /// <inheritdoc/>
    public void Write(CardRegister register, uint value)
    {
        switch (register)
        {
            case CardRegister.SourceLow: _source = new DmaAddr((_source.Value & ~(ulong)uint.MaxValue) | value); break;
            case CardRegister.SourceHigh: _source = new DmaAddr((_source.Value & uint.MaxValue) | ((ulong)value << 32)); break;
            case CardRegister.Doorbell: Send(_source, (int)value); break;
            case CardRegister.Fifo: _sent.Add((byte)value); break;
            default: throw new ArgumentOutOfRangeException(nameof(register));
        }
    }

    /// <summary>Does what it was told to; what others do meanwhile comes first.</summary>
    public void Work()
    {
        whileWaiting.Begin();
        while (_orders.TryDequeue(out var order)) Attempt(() => Transfer(order.IsToCard, order.Address, order.Length));
        if (_owesStatus) Attempt(() => bus.Write(_status!.Value, [Status]));
        _owesStatus = false;
        whileWaiting.End();
    }

    /// <summary>The CPU reads; the status changes behind its back where that was asked for.</summary>
    public void CpuLooks()
    {
        if (StatusAfterALook is { } changed && _status is { } status && ++_looks == 2) bus.Write(status, [changed]);
    }

    private void Attempt(Action transfer)
    {
        try
        {
            transfer();
        }
        catch (MachineFaultException fault)
        {
            _faults.Add(fault.Message);
        }
    }

    private void Transfer(bool isToCard, DmaAddr address, int length)
    {
        var bytes = new byte[length];
        if (isToCard)
        {
            bus.Read(Drive(address), bytes);
            _sent.AddRange(bytes);
            return;
        }

        for (int i = 0; i < length; i++) bytes[i] = (byte)(0x80 | (_written.Count + i));
        bus.Write(Drive(address), bytes);
        _written.AddRange(bytes);
    }

    private DmaAddr Drive(DmaAddr address) => new(address.Value & (ulong.MaxValue >> (64 - AddressLines)));
}
