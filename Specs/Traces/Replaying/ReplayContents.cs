using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Traces.Replaying;

/// <summary>The contents of the test module's buffers: what it wrote is written, and the hashes that it logged are held against the model's
/// memory, as the CPU and as the device reads it.</summary>
internal sealed class ReplayContents(ReplayReport report)
{
    /// <summary>The most bytes of one mapping or buffer: 4 MiB, the kernel's largest block.</summary>
    private const ulong MaxBytes = 1UL << 22;

    private const int MaxMappings = 1 << 20;

    private readonly Dictionary<long, Part[]> _mappings = [];
    private readonly Dictionary<long, SortedDictionary<int, Part>> _lists = [];
    private Device _device = new("xdt", new DeviceTraits { DmaMask = ulong.MaxValue });

    internal void Follow(TraceEvent read, RecordedGuest guest, Device device)
    {
        if (read.Marker is not { } marker) return;
        _device = device;
        switch (marker.What)
        {
            case "buffer" when marker is { Pfn: { } pfn, Seed: { } seed, Order: < 11 }:
                Pattern(guest.Machine.Memory.Cpu(new PhysAddr(XenPage.ToAddress(pfn)), (int)(XenPage.Size << marker.Order)), seed);
                break;
            case "map" when read is { Dma: { } dma, Phys: { } phys }:
                Add(marker.Mapping, [new Part(phys, dma, read.Size)]);
                Compare(read, guest, 0);
                break;
            case "alloc_coherent" when read is { Failed: false, Dma: { } dma, Phys: { } phys }:
                Add(marker.Mapping, [new Part(phys, dma, read.Size)]);
                break;
            case "map_sg":
                if (_lists.Count < MaxMappings) _lists[marker.Mapping] = [];
                break;
            case "sg" when read is { Dma: { } dma, Phys: { } phys } && _lists.TryGetValue(marker.Mapping, out SortedDictionary<int, Part>? list):
                list[marker.Index] = new Part(phys, dma == 0 ? ulong.MaxValue : dma, read.Size);
                _mappings[marker.Mapping] = [.. list.Values];
                Compare(read, guest, marker.Index);
                break;
            case "dev_write" when read.Dma is { } dma && marker.Seed is { } seed:
                DeviceWrites(guest, dma, read.Size, seed);
                Compare(read, guest, marker.Index);
                break;
            case "cpu_write" when read.Phys is { } phys && marker.Seed is { } seed && read.Size <= MaxBytes:
                Pattern(guest.Machine.Memory.Cpu(new PhysAddr(phys), (int)read.Size), seed);
                Compare(read, guest, marker.Index);
                break;
            case "sync_for_cpu" or "sync_for_device" or "sync_sg_for_cpu" or "sync_sg_for_device":
                Compare(read, guest, marker.Index);
                break;
            case "unmap" or "unmap_sg":
                CompareAll(read, guest);
                break;
            case "final" when marker is { Pfn: { } pfn, CpuHash: { } hash, Order: < 11 }:
                Hold(read, hash, HashCpu(guest, new Part(XenPage.ToAddress(pfn), 0, XenPage.Size << marker.Order), Contents.EmptySum), "the CPU");
                break;
        }
    }

    private void Add(long mapping, Part[] parts)
    {
        if (_mappings.Count < MaxMappings && Array.TrueForAll(parts, static part => part.Size <= MaxBytes)) _mappings[mapping] = parts;
    }

    private void Compare(TraceEvent read, RecordedGuest guest, int index)
    {
        Marker marker = read.Marker!;
        if (!_mappings.TryGetValue(marker.Mapping, out Part[]? parts) || index >= parts.Length)
        {
            report.Explain("a marker of a mapping that no marker made");
            return;
        }

        if (marker.CpuHash is { } cpu) Hold(read, cpu, HashCpu(guest, parts[index], Contents.EmptySum), "the CPU");
        if (marker.BusHash is { } bus) Hold(read, bus, HashBus(guest, parts[index]), "the device");
    }

    private void CompareAll(TraceEvent read, RecordedGuest guest)
    {
        if (!_mappings.Remove(read.Marker!.Mapping, out Part[]? parts) || read.Marker.CpuHash is not { } hash) return;
        _lists.Remove(read.Marker.Mapping);
        ulong sum = Contents.EmptySum;
        foreach (Part part in parts) sum = HashCpu(guest, part, sum);
        Hold(read, hash, sum, "the CPU");
    }

    private void Hold(TraceEvent read, ulong kernel, ulong model, string who) => report.Compare(
        report.Contents, read, kernel == model, () => ($"logged hash 0x{kernel:x} as {who} reads it", $"has 0x{model:x}"), $"contents after {read.Marker!.What}");

    private static ulong HashCpu(RecordedGuest guest, Part part, ulong sum) =>
        Contents.Add(sum, guest.Machine.Memory.Cpu(new PhysAddr(part.Phys), (int)part.Size));

    /// <summary>The hash of a mapping that failed, or leaves the guest, is logged as 0.</summary>
    private static ulong HashBus(RecordedGuest guest, Part part)
    {
        if (part.Dma == ulong.MaxValue) return 0;
        ulong sum = Contents.EmptySum;
        for (ulong done = 0; done < part.Size;)
        {
            ulong length = Math.Min(part.Size - done, XenPage.Size - ((part.Dma + done) & XenPage.OffsetMask));
            if (!guest.Machine.TryReach(new DmaAddr(part.Dma + done), out PhysAddr phys)) return 0;
            sum = Contents.Add(sum, guest.Machine.Memory.Cpu(phys, (int)length));
            done += length;
        }

        return sum;
    }

    private void DeviceWrites(RecordedGuest guest, ulong dma, ulong size, ulong seed)
    {
        if (size > MaxBytes) return;
        byte[] bytes = new byte[size];
        Pattern(bytes, seed);
        for (ulong done = 0; done < size;)
        {
            ulong length = Math.Min(size - done, XenPage.Size - ((dma + done) & XenPage.OffsetMask));
            if (!guest.Machine.TryReach(new DmaAddr(dma + done), out PhysAddr phys)) return;
            guest.Machine.Memory.DeviceWrite(phys, bytes.AsSpan((int)done, (int)length), _device.IsCoherent);
            done += length;
        }
    }

    /// <summary>Byte j is byte j mod 8, the lowest first, of splitmix64(seed + j / 8).</summary>
    private static void Pattern(Span<byte> bytes, ulong seed)
    {
        Span<byte> word = stackalloc byte[8];
        for (int i = 0; i < bytes.Length; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Mix(unchecked(seed + ((ulong)i >> 3))));
            word[..Math.Min(8, bytes.Length - i)].CopyTo(bytes[i..]);
        }
    }

    /// <summary>splitmix64.</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9e3779b97f4a7c15;
            value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
            value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
            return value ^ (value >> 31);
        }
    }

    private readonly record struct Part(ulong Phys, ulong Dma, ulong Size);
}
