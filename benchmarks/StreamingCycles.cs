using System;
using System.Linq;
using BenchmarkDotNet.Attributes;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Benchmarks;

/// <summary>A map and an unmap: on the model, in compiled C on a complete implementation through its op table, and in plain C that does the same
/// look-ups and copies and nothing else.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public unsafe class StreamingCycles
{
    internal const int Rounds = 1000;
    private const ulong PoolSlots = 8192;

    private XenGuest _guest = null!;
    private XenGuest _forced = null!;
    private XenGuest _bookkept = null!;
    private Device _near = null!;
    private Device _far = null!;
    private GuestBuffer _small = null!;
    private GuestBuffer _large = null!;
    private ulong[] _p2m = [];
    private uint[] _m2p = [];
    private uint[] _list = [];
    private ulong[] _original = [];
    private uint[] _counts = [];
    private ulong[] _left = [];
    private readonly ulong[] _nextBookkept = new ulong[1];
    private readonly ulong[] _next = new ulong[1];
    private void* _ops;
    private void* _forcedOps;

    /// <summary>Makes a guest of 64 MiB with a pool of 16 MiB, and the tables of the C side.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _guest = XenGuest.Boot(
            new MachineLayout { FrameCount = 16384, Free = [new FrameRange(8192, 8192)], Spare = [new FrameRange(65536, 8192)] },
            new PoolOptions(PoolSlots, Early: true));
        _near = _guest.AddDevice("near", new DeviceTraits());
        _small = _guest.Machine.Memory.Buffer(new PhysAddr(64 * 4096), 4096);
        _large = _guest.Machine.Memory.Buffer(new PhysAddr(128 * 4096), 65536);
        _forced = XenGuest.Boot(_guest.Machine.Layout, new PoolOptions(PoolSlots, Force: true, Early: true));
        // Memory of its own: a pool that another walk has just been through lies in a cache.
        _bookkept = XenGuest.Boot(_guest.Machine.Layout, new PoolOptions(PoolSlots, Early: true));
        _far = _forced.AddDevice("far", new DeviceTraits());
        _p2m = new ulong[16384];
        _m2p = new uint[16384];
        for (uint i = 0; i < 16384; i++) _p2m[i] = _m2p[i] = i;
        _list = new uint[PoolSlots];
        _original = new ulong[PoolSlots];
        _counts = [.. Enumerable.Range(0, (int)PoolSlots).Select(static i => (uint)IoTlb.SegmentSlots - ((uint)i % (uint)IoTlb.SegmentSlots))];
        _left = new ulong[PoolSlots];
        _ops = MakeOps(force: 0);
        _forcedOps = MakeOps(force: 1);
    }

    /// <summary>Frees the guests.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _guest.Dispose();
        _forced.Dispose();
        _bookkept.Dispose();
        NativeCycles.FreeOps(_ops);
        NativeCycles.FreeOps(_forcedOps);
    }

    /// <summary>Direct, 4 KiB, on the model.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong DirectModel()
    {
        ulong sink = 0;
        for (int i = 0; i < Rounds; i++)
        {
            DmaAddr address = _guest.Ops.MapPage(_near, new Page(_small.Address.Pfn), 0, 4096, DmaDirection.ToDevice, DmaAttrs.None);
            _guest.Ops.UnmapPage(_near, address, 4096, DmaDirection.ToDevice, DmaAttrs.None);
            sink += address.Value;
        }

        return sink;
    }

    /// <summary>Direct, 4 KiB, on the implementation in C.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong DirectOpsC() => OpsC(_ops, _small, 4096, DmaDirection.ToDevice, syncs: 0);

    /// <summary>Direct, 4 KiB, in C.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong DirectC()
    {
        fixed (ulong* p2m = _p2m)
        fixed (uint* m2p = _m2p)
            return NativeCycles.Direct(p2m, m2p, _small.Address.Value, 4096, uint.MaxValue, Rounds);
    }

    /// <summary>Bounced, 4 KiB both ways, on the model.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced4KModel() => BouncedModel(_small, 4096, syncs: false);

    /// <summary>Bounced, 4 KiB both ways, on the implementation in C.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced4KOpsC() => OpsC(_forcedOps, _small, 4096, DmaDirection.Bidirectional, syncs: 0);

    /// <summary>Bounced, 4 KiB both ways, in C.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced4KC() => BouncedC(_small, 4096, syncs: 0);

    /// <summary>Bounced, 4 KiB both ways, in C with the kernel's books.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced4KBookkept() => Bookkept(_small, 4096, syncs: 0);

    /// <summary>Bounced, 64 KiB both ways with a sync, on the model.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced64KModel() => BouncedModel(_large, 65536, syncs: true);

    /// <summary>Bounced, 64 KiB both ways with a sync, on the implementation in C.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced64KOpsC() => OpsC(_forcedOps, _large, 65536, DmaDirection.Bidirectional, syncs: 1);

    /// <summary>Bounced, 64 KiB both ways with a sync, in C.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced64KC() => BouncedC(_large, 65536, syncs: 1);

    /// <summary>Bounced, 64 KiB both ways with a sync, in C with the kernel's books.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public ulong Bounced64KBookkept() => Bookkept(_large, 65536, syncs: 1);

    private ulong BouncedModel(GuestBuffer buffer, ulong size, bool syncs)
    {
        ulong sink = 0;
        IDmaOps ops = _forced.Ops;
        for (int i = 0; i < Rounds; i++)
        {
            DmaAddr address = ops.MapPage(_far, new Page(buffer.Address.Pfn), 0, size, DmaDirection.Bidirectional, DmaAttrs.None);
            if (syncs) ops.SyncSingleForCpu(_far, address, size, DmaDirection.Bidirectional);
            ops.UnmapPage(_far, address, size, DmaDirection.Bidirectional, DmaAttrs.None);
            sink += address.Value;
        }

        return sink;
    }

    private void* MakeOps(int force)
    {
        void* machine = NativeCycles.MakeOps(_guest.Machine.Memory.Origin, 16384, 8192UL << 12, PoolSlots, force);
        return machine != null ? machine : throw new InvalidOperationException("the implementation in C made no pool");
    }

    private static ulong OpsC(void* machine, GuestBuffer buffer, ulong size, DmaDirection direction, int syncs)
    {
        ulong sink = NativeCycles.Ops(machine, buffer.Address.Value, size, (int)direction, syncs, Rounds);
        return sink != 0 ? sink : throw new InvalidOperationException("a mapping failed");
    }

    private ulong BouncedC(GuestBuffer buffer, ulong size, int syncs)
    {
        fixed (uint* list = _list)
        fixed (ulong* original = _original)
        fixed (ulong* next = _next)
            return NativeCycles.Bounced(_guest.Machine.Memory.Origin, buffer.Address.Value, 8192UL << 12, PoolSlots, list, original, size, syncs, next, Rounds);
    }

    private ulong Bookkept(GuestBuffer buffer, ulong size, int syncs)
    {
        fixed (uint* counts = _counts)
        fixed (ulong* original = _original)
        fixed (ulong* left = _left)
        fixed (ulong* next = _nextBookkept)
        {
            ulong sink = NativeCycles.Bookkept(
                _bookkept.Machine.Memory.Origin, buffer.Address.Value, 8192UL << 12, PoolSlots, counts, original, left, size, syncs, next, Rounds);
            return sink != 0 ? sink : throw new InvalidOperationException("a mapping failed");
        }
    }
}
