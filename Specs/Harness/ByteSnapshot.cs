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

    private Span<byte> Room(PhysAddr phys, int length)
    {
        if (_bytes.Length - _used < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + length));
        _parts.Add((phys, _used, length));
        _used += length;
        return _bytes.AsSpan(_used - length, length);
    }
}
