using System;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Bytes that a device wrote to a live mapping.</summary>
/// <param name="Part">Where.</param>
/// <param name="Seed">The pattern of <see cref="Contents"/>.</param>
/// <param name="First">The pattern's byte that the part begins with.</param>
public readonly record struct DeviceWrite(MappingPart Part, ulong Seed, ulong First)
{
    /// <summary>Whether some byte of a guest range is among them.</summary>
    public bool Overlaps(PhysAddr phys, ulong size) => Part.Phys.Value < phys.Value + size && phys.Value < Part.Phys.Value + Part.Size;

    /// <summary>The bytes that lie in a part of the same mapping, or null.</summary>
    public DeviceWrite? Within(MappingPart other)
    {
        ulong start = Math.Max(Part.Offset, other.Offset), end = Math.Min(Part.Offset + Part.Size, other.Offset + other.Size);
        return start < end ? new DeviceWrite(Part with { Offset = start, Size = end - start }, Seed, First + (start - Part.Offset)) : null;
    }

    /// <summary>The first byte, from the part's start on, that the CPU sees otherwise; null for none.</summary>
    public ulong? FirstDifference(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        Span<byte> pattern = stackalloc byte[(int)Math.Min(XenPage.Size, Part.Size)];
        for (ulong done = 0; done < Part.Size; done += XenPage.Size)
        {
            int length = (int)Math.Min(XenPage.Size, Part.Size - done);
            Contents.Fill(pattern[..length], Seed, First + done);
            int same = machine.Memory.Cpu(Part.Phys + done, length).CommonPrefixLength(pattern[..length]);
            if (same < length) return done + (ulong)same;
        }

        return null;
    }
}
