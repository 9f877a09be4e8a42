using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples;
using XenDma.Translation;
using Xunit;
using static XenDma.PropertyTests.Implementations.BitmapSwiotlbGuest;

namespace XenDma.PropertyTests.Implementations;

public class BitmapSwiotlbDifferentialTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void BehavesLikeTheModelButForItsSlots(int seed)
    {
        using var pair = new Pair(seed, force: seed % 5 == 0);
        for (int step = 0; step < 400; step++)
        {
            string did = pair.Step();
            if (pair.Difference() is { } difference) Assert.Fail($"seed {seed}, step {step}, {did}: {difference}");
        }

        if (pair.Finish() is { } left) Assert.Fail($"seed {seed}, at the end: {left}");
    }

    private sealed record Live(Device Device, ulong Phys, ulong Size, DmaDirection Direction, DmaAddr Model, DmaAddr Bitmap);

    /// <summary>The model and the sample, each on its own machine, doing the same.</summary>
    private sealed class Pair : IDisposable
    {
        private const ulong BufferBytes = 0x40000;

        /// <summary>No frame is missing: what a map does there is each implementation's own decision.</summary>
        private static readonly MachineLayout Whole = Layout with { Owned = Layout.Owned!.Value.Add(new FrameRun(24, 0x9FF, 1)) };

        private readonly Random _random;
        private readonly Machine _modelMachine = new(Whole);
        private readonly Machine _bitmapMachine = new(Whole);
        private readonly XenSwiotlbOps _model;
        private readonly BitmapSwiotlb _bitmap;
        private readonly List<Live> _live = [];
        private readonly (ulong, ulong) _counts;
        private readonly Device[] _devices =
        [
            Device(), Device(ulong.MaxValue), Device(0x8FFFFF), Device(0x1000_07FF, boundary: 0xFFFF),
            Device(boundary: 0x3FFF, minAlign: 0x7FF), Device(minAlign: 0xFFF), Device(0x15000_3FFF, boundary: ulong.MaxValue, minAlign: 0x3FF),
        ];

        private string? _difference;

        internal Pair(int seed, bool force)
        {
            _random = new Random(seed);
            var options = new PoolOptions(512, force, Early: true);
            var translation = new XenPvTranslation(_modelMachine, Semantics.Linux6_14);
            Assert.Equal(0, XenSwiotlbOps.Init(_modelMachine, translation, options, out XenSwiotlbOps? model));
            _model = model!;
            _bitmap = new BitmapSwiotlb(_bitmapMachine, options);
            _counts = Counts(_bitmapMachine);
        }

        public void Dispose()
        {
            _modelMachine.Dispose();
            _bitmapMachine.Dispose();
        }

        internal string Step() => _random.Next(10) switch
        {
            < 4 when _live.Count < 40 => Map(),
            < 6 when _live.Count > 0 => Unmap(_live[_random.Next(_live.Count)]),
            6 or 7 when _live.Count > 0 => Sync(_live[_random.Next(_live.Count)]),
            8 when _live.Count > 0 => DeviceWrite(_live[_random.Next(_live.Count)]),
            9 => Supported(),
            _ => CpuWrite(),
        };

        /// <summary>What the CPU, or some device through its live mapping, sees otherwise in the sample than in the model.</summary>
        internal string? Difference()
        {
            if (_difference is not null) return _difference;
            if (!Buffers(_modelMachine).SequenceEqual(Buffers(_bitmapMachine))) return "the CPU sees other bytes";
            Live? other = _live.FirstOrDefault(live => !_modelMachine.DeviceReads(live.Device, live.Model, live.Size).AsSpan()
                .SequenceEqual(_bitmapMachine.DeviceReads(live.Device, live.Bitmap, live.Size)));
            return other is null ? null : $"the device sees other bytes through {other}";
        }

        internal string? Finish()
        {
            while (_live.Count > 0) Unmap(_live[0]);
            if (Difference() is { } difference) return difference;
            if (_bitmap.SlotsInUse != 0) return $"{_bitmap.SlotsInUse} slots in use";
            if (Counts(_bitmapMachine) != _counts) return $"frames are {Counts(_bitmapMachine)}, were {_counts}";
            DmaAddr largest = _bitmap.Map(_devices[0], 0x40000, _bitmap.MaxMappingSize(_devices[0]), DmaDirection.ToDevice);
            return largest == DmaAddr.MappingError ? "no room for the largest mapping" : null;
        }

        private static ReadOnlySpan<byte> Buffers(Machine machine) => machine.Memory.Cpu(default, (int)BufferBytes);

        private string Map()
        {
            Device device = _devices[_random.Next(_devices.Length)];
            ulong size = 1 + (ulong)_random.Next(_random.Next(4) == 0 ? 0x9000 : 0x900);
            ulong phys = (ulong)_random.Next((int)(BufferBytes - size));
            var direction = (DmaDirection)_random.Next(3);
            DmaAttrs attrs = _random.Next(6) == 0 ? DmaAttrs.SkipCpuSync : DmaAttrs.None;
            var page = new Page(new Pfn(0));
            DmaAddr model = _model.MapPage(device, page, phys, size, direction, attrs);
            DmaAddr bitmap = _bitmap.MapPage(device, page, phys, size, direction, attrs);
            var live = new Live(device, phys, size, direction, model, bitmap);
            bool direct = model != DmaAddr.MappingError && !IsInModelPool(model);
            bool wrong = direct ? bitmap != model : bitmap == DmaAddr.MappingError ? !MayFail(live) : Misplaced(live);
            if (wrong) _difference = $"mapped otherwise, {live}";
            if (model != DmaAddr.MappingError && bitmap != DmaAddr.MappingError) _live.Add(live);
            else if (model != DmaAddr.MappingError) _model.UnmapPage(device, model, size, direction, DmaAttrs.SkipCpuSync);
            else if (bitmap != DmaAddr.MappingError) _bitmap.UnmapPage(device, bitmap, size, direction, DmaAttrs.SkipCpuSync);
            return $"map {live}";
        }

        private bool MayFail(Live live) => !_bitmap.DmaSupported(live.Device, live.Device.DmaMask)
            || live.Size > _bitmap.MaxMappingSize(live.Device) || _bitmap.SlotsInUse > 256;

        /// <summary>Whether a bounced address is one that the contract forbids.</summary>
        private bool Misplaced(Live live)
        {
            ulong first = live.Bitmap.Value, last = first + live.Size - 1;
            ulong boundary = live.Device.SegmentBoundaryMask, kept = live.Device.MinAlignMask;
            ulong zero = live.Size >= XenPage.Size ? XenPage.OffsetMask : IoTlb.SlotOffsetMask;
            return !IsInPool(_bitmap, _bitmapMachine, live.Bitmap, live.Size) || last > live.Device.DmaMask
                || first / IoTlb.SegmentSize != last / IoTlb.SegmentSize || (boundary != 0 && (first & ~boundary) != (last & ~boundary))
                || ((first ^ live.Phys) & kept) != 0 || (first & zero & ~kept) != 0
                || _live.Any(other => IsInPool(_bitmap, _bitmapMachine, other.Bitmap, other.Size)
                    && other.Bitmap.Value <= last && first <= other.Bitmap.Value + other.Size - 1);
        }

        private bool IsInModelPool(DmaAddr bus) => _modelMachine.TryReach(bus, out PhysAddr phys) && _model.Pool!.Contains(phys);

        private string Unmap(Live live)
        {
            DmaAttrs attrs = _random.Next(6) == 0 ? DmaAttrs.SkipCpuSync : DmaAttrs.None;
            _model.UnmapPage(live.Device, live.Model, live.Size, live.Direction, attrs);
            _bitmap.UnmapPage(live.Device, live.Bitmap, live.Size, live.Direction, attrs);
            _live.Remove(live);
            return $"unmap {live} {attrs}";
        }

        private string Sync(Live live)
        {
            (ulong from, ulong size) = PartOf(live);
            bool forCpu = _random.Next(2) == 0;
            foreach ((IDmaOps ops, DmaAddr address) in new[] { ((IDmaOps)_model, live.Model), (_bitmap, live.Bitmap) })
            {
                if (forCpu) ops.SyncSingleForCpu(live.Device, address + from, size, live.Direction);
                else ops.SyncSingleForDevice(live.Device, address + from, size, live.Direction);
            }

            return $"sync for {(forCpu ? "the CPU" : "the device")} from {from} on, {size} bytes of {live}";
        }

        private string DeviceWrite(Live live)
        {
            (ulong from, ulong size) = PartOf(live);
            byte[] bytes = Pattern(size, (byte)_random.Next(256));
            new BusMaster(_modelMachine, live.Device).Write(live.Model + from, bytes);
            new BusMaster(_bitmapMachine, live.Device).Write(live.Bitmap + from, bytes);
            return $"device write from {from} on, {size} bytes of {live}";
        }

        private string CpuWrite()
        {
            ulong size = 1 + (ulong)_random.Next(0x2000), phys = (ulong)_random.Next((int)(BufferBytes - size));
            var seed = (byte)_random.Next(256);
            _modelMachine.CpuWrites(phys, size, seed);
            _bitmapMachine.CpuWrites(phys, size, seed);
            return $"CPU write at 0x{phys:x}, {size} bytes";
        }

        /// <summary>Both pools lie lowest: a mask below all of them, or above, has one answer.</summary>
        private string Supported()
        {
            ulong mask = _random.Next(2) == 0 ? 0xFFF_FFFFUL : uint.MaxValue;
            if (_model.DmaSupported(_devices[0], mask) != _bitmap.DmaSupported(_devices[0], mask)) _difference = "other answer";
            return $"dma_supported 0x{mask:x}";
        }

        private (ulong From, ulong Size) PartOf(Live live)
        {
            var from = (ulong)_random.Next((int)live.Size);
            return (from, 1 + (ulong)_random.Next((int)(live.Size - from)));
        }
    }
}
