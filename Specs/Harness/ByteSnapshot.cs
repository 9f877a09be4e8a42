using System;
using System.Collections.Generic;
using XenDma.Machines;

namespace XenDma.Specs.Harness;

/// <summary>Bytes as they were, each with the guest address where the CPU is to find it afterwards. Used again and again, so that looking
/// costs the bytes and no memory.</summary>
public sealed class ByteSnapshot
{
    private readonly List<(PhysAddr Phys, int At, int Length)> _parts = [];
    private byte[] _bytes = new byte[XenPage.Size];
    private int _used;

    /// <summary>Forgets all bytes.</summary>
    public void Clear()
    {
        _parts.Clear();
        _used = 0;
    }

    /// <summary>Takes what the CPU sees; bytes outside the guest's memory are left out.</summary>
    public void AddCpu(Machine machine, PhysAddr phys, ulong size)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (phys.Value >= machine.Memory.Size) return;
        int length = (int)Math.Min(size, machine.Memory.Size - phys.Value);
        machine.Memory.Cpu(phys, length).CopyTo(Room(phys, length));
    }

    /// <summary>Takes what a device sees, to be found by the CPU at <paramref name="phys"/>.</summary>
    /// <returns>false where the device reaches no memory; then nothing was taken.</returns>
    public bool TryAddDevice(Machine machine, Device device, DmaAddr dma, ulong size, PhysAddr phys)
    {
        ArgumentNullException.ThrowIfNull(machine);
        for (ulong done = 0; done < size; done += XenPage.Size - ((dma.Value + done) & XenPage.OffsetMask))
        {
            if (!machine.TryReach(dma + done, out _)) return false;
        }

        new BusMaster(machine, device, checksMasks: false).Read(dma, Room(phys, (int)size));
        return true;
    }

    /// <summary>The first guest address where the CPU sees another byte, or null.</summary>
    public PhysAddr? FirstDifference(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        foreach ((PhysAddr phys, int at, int length) in _parts)
        {
            int same = machine.Memory.Cpu(phys, length).CommonPrefixLength(_bytes.AsSpan(at, length));
            if (same < length) return phys + (ulong)same;
        }

        return null;
    }

    /// <summary>The first guest address within a range where the CPU sees another byte, or null.</summary>
    public PhysAddr? FirstDifference(Machine machine, PhysAddr start, ulong size)
    {
        ArgumentNullException.ThrowIfNull(machine);
        foreach ((PhysAddr phys, int at, int length) in _parts)
        {
            ulong first = Math.Max(start.Value, phys.Value), end = Math.Min(start.Value + size, phys.Value + (ulong)length);
            if (first >= end) continue;
            int count = (int)(end - first), same = machine.Memory.Cpu(new PhysAddr(first), count).CommonPrefixLength(_bytes.AsSpan(at + (int)(first - phys.Value), count));
            if (same < count) return new PhysAddr(first) + (ulong)same;
        }

        return null;
    }

    /// <summary>The bytes that were taken from a guest address on: as many as one taking has of the range, none where none has its start.</summary>
    public ReadOnlySpan<byte> At(PhysAddr start, ulong size)
    {
        foreach ((PhysAddr phys, int at, int length) in _parts)
        {
            if (start.Value < phys.Value || start.Value >= phys.Value + (ulong)length) continue;
            int skipped = (int)(start.Value - phys.Value);
            return _bytes.AsSpan(at + skipped, (int)Math.Min(size, (ulong)(length - skipped)));
        }

        return [];
    }

    private Span<byte> Room(PhysAddr phys, int length)
    {
        if (_bytes.Length - _used < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + length));
        _parts.Add((phys, _used, length));
        _used += length;
        return _bytes.AsSpan(_used - length, length);
    }
}
