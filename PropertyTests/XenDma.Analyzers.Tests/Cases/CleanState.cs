// clean: state machines, own libraries with contracts, collection expressions, pointers.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using XenDma;
namespace Cases.CleanState;
public interface ILib { [DmaContract(DmaRole.Map)] DmaAddr Lock(Device d, [DmaPart(DmaPart.Buffer)] byte[] b, int size, DmaDirection dir); [DmaContract(DmaRole.Unmap)] void Unlock(Device d, DmaAddr a, int size, DmaDirection dir); [DmaContract(DmaRole.SyncForCpu)] void Pull(Device d, DmaAddr a, int size, DmaDirection dir); void Run(ulong a, int n); Task RunAsync(ulong a, int n); }
public sealed class Lib1(Device dev, ILib lib)
{
    public int Pinned(byte[] data)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            var a = lib.Lock(dev, data, data.Length, DmaDirection.FromDevice);
            if (dev.MappingError(a)) return -1;
            lib.Run(a.Value, data.Length);
            lib.Pull(dev, a, data.Length, DmaDirection.FromDevice);
            int r = data[0];
            lib.Unlock(dev, a, data.Length, DmaDirection.FromDevice);
            return r;
        }
        finally { pin.Free(); }
    }
    public async Task<int> Pool(int n)
    {
        byte[] data = GC.AllocateArray<byte>(n, pinned: true);
        var a = lib.Lock(dev, data, n, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return -1;
        try { await lib.RunAsync(a.Value, n); } finally { lib.Unlock(dev, a, n, DmaDirection.ToDevice); }
        return n;
    }
}
public sealed class State(Device dev)
{
    private enum Phase { Idle, Mapped, Running }
    private Phase _phase; private DmaAddr _bus; private int _n; private readonly object _gate = new(); private readonly SemaphoreSlim _sem = new(1);
    private readonly Dictionary<int, (DmaAddr Bus, int Len)> _map = new();
    private readonly List<DmaAddr> _addrs = new(); private readonly List<int> _lens = new();
    public bool Begin(GuestBuffer b)
    {
        lock (_gate)
        {
            if (_phase != Phase.Idle) throw new InvalidOperationException();
            _n = b.Length;
            _bus = dev.MapSingle(b, _n, DmaDirection.Bidirectional);
            if (dev.MappingError(_bus)) { _n = 0; return false; }
            _phase = Phase.Mapped;
            return true;
        }
    }
    public void End()
    {
        lock (_gate)
        {
            switch (_phase)
            {
                case Phase.Idle: return;
                case Phase.Running: dev.SyncSingleForCpu(_bus, _n, DmaDirection.Bidirectional); goto case Phase.Mapped;
                case Phase.Mapped: dev.UnmapSingle(_bus, _n, DmaDirection.Bidirectional); break;
            }
            _phase = Phase.Idle;
        }
    }
    public void Restart(GuestBuffer b) { if (_phase != Phase.Idle) End(); if (Begin(b)) _phase = Phase.Running; }
    public void Two(GuestBuffer b) { End(); if (!Begin(b)) return; dev.SyncSingleForDevice(_bus, _n, DmaDirection.Bidirectional); End(); if (Begin(b)) End(); }
    public bool Add(int k, GuestBuffer b)
    {
        if (_map.ContainsKey(k)) return true;
        var a = dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        if (!_map.TryAdd(k, (a, b.Length))) { dev.UnmapSingle(a, b.Length, DmaDirection.ToDevice); return false; }
        return true;
    }
    public void Del(int k) { if (!_map.TryGetValue(k, out var e)) return; dev.UnmapSingle(e.Bus, e.Len, DmaDirection.ToDevice); _map.Remove(k); }
    public void DelAll() { foreach (int k in new List<int>(_map.Keys)) Del(k); foreach (var e in _map.Values) dev.UnmapSingle(e.Bus, e.Len, DmaDirection.ToDevice); _map.Clear(); }
    public bool Push(GuestBuffer b) { var a = dev.MapSingle(b, b.Length, DmaDirection.ToDevice); if (dev.MappingError(a)) return false; _addrs.Add(a); _lens.Add(b.Length); return true; }
    public void PopAll() { for (int i = 0; i < _addrs.Count; i++) dev.UnmapSingle(_addrs[i], _lens[i], DmaDirection.ToDevice); _addrs.Clear(); _lens.Clear(); }
    public void PopLast() { int i = _addrs.Count - 1; if (i < 0) return; dev.UnmapSingle(_addrs[i], _lens[i], DmaDirection.ToDevice); _addrs.RemoveAt(i); _lens.RemoveAt(i); i = _addrs.Count - 1; if (i < 0) return; dev.UnmapSingle(_addrs[i], _lens[i], DmaDirection.ToDevice); _addrs.RemoveAt(i); _lens.RemoveAt(i); }
    public async Task<bool> Sem(GuestBuffer b, CancellationToken ct)
    {
        await _sem.WaitAsync(ct);
        DmaAddr a = default; bool mapped = false;
        try
        {
            a = dev.MapSingle(b, 16, DmaDirection.ToDevice);
            if (dev.MappingError(a)) return false;
            mapped = true;
            using var reg = ct.Register(() => Console.WriteLine("cancel"));
            await Task.Delay(10, ct);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return false; }
        finally { if (mapped) dev.UnmapSingle(a, 16, DmaDirection.ToDevice); _sem.Release(); }
    }
    public bool Compare(GuestBuffer b, GuestBuffer c)
    {
        var x = dev.MapSingle(b, 16, DmaDirection.ToDevice); if (dev.MappingError(x)) return false;
        var y = dev.MapSingle(c, 16, DmaDirection.ToDevice); if (dev.MappingError(y)) { dev.UnmapSingle(x, 16, DmaDirection.ToDevice); return false; }
        bool low = x.Value < y.Value && x.Value < 0x1_0000_0000; bool same = x == y;
        foreach (var a in new[] { x, y }) dev.UnmapSingle(a, 16, DmaDirection.ToDevice);
        return low && !same;
    }
    public bool Params(GuestBuffer b) { var x = dev.MapSingle(b, 16, DmaDirection.ToDevice); if (dev.MappingError(x)) return false; var y = dev.MapSingle(b, 16, DmaDirection.ToDevice); if (dev.MappingError(y)) { UnmapAll(x); return false; } UnmapAll(x, y); return true; }
    private void UnmapAll(params DmaAddr[] all) { foreach (var a in all) dev.UnmapSingle(a, 16, DmaDirection.ToDevice); }
    public bool ParamsSpan(GuestBuffer b) { var x = dev.MapSingle(b, 16, DmaDirection.ToDevice); if (dev.MappingError(x)) return false; All([x]); return true; }
    private void All(ReadOnlySpan<DmaAddr> all) { foreach (var a in all) dev.UnmapSingle(a, 16, DmaDirection.ToDevice); }
    private DmaAddr _lazy; private DmaAddr Lazy(GuestBuffer b) { if (_lazy == default) { var a = dev.MapSingle(b, 16, DmaDirection.ToDevice); if (!dev.MappingError(a)) _lazy = a; } return _lazy; }
    public void LazyUse(GuestBuffer b) { var a = Lazy(b); if (a != default) dev.SyncSingleForDevice(a, 16, DmaDirection.ToDevice); }
    public void LazyEnd() { if (_lazy != default) dev.UnmapSingle(_lazy, 16, DmaDirection.ToDevice); _lazy = default; }
    public unsafe void Ptr(GuestBuffer b, ulong* ring) { var a = dev.MapSingle(b, 16, DmaDirection.ToDevice); if (dev.MappingError(a)) return; ring[0] = a.Value; *ring = a.Value; while (ring[1] == 0) Thread.SpinWait(1); dev.UnmapSingle(a, 16, DmaDirection.ToDevice); }
    public bool Chunked(GuestBuffer b)
    {
        int at = 0;
        while (at < b.Length)
        {
            int part = Math.Min(4096, b.Length - at);
            var a = dev.MapSingle(b.Slice(at, part), part, DmaDirection.ToDevice);
            if (dev.MappingError(a)) { if (at == 0) return false; continue; }
            try { if (!Go(a.Value, part)) return false; } finally { dev.UnmapSingle(a, part, DmaDirection.ToDevice); }
            at += part;
        }
        return true;
    }
    private static bool Go(ulong a, int n) => a != 0 && n > 0;
    public int Sg(ScatterList l, bool wr)
    {
        var dir = wr ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        int n = dev.MapSg(l, l.Count, dir); if (n == 0) return -12;
        int rc = 0;
        foreach (int i in System.Linq.Enumerable.Range(0, n)) if (!Go(l.DmaAddressAt(i).Value, l.DmaLengthAt(i))) { rc = -5; break; }
        dev.SyncSgForCpu(l, l.Count, dir);
        dev.UnmapSg(l, l.Count, dir);
        return rc;
    }
}
public sealed class Nest(Device dev) { public void L(GuestBuffer b) { try { Action f = () => { try { Console.WriteLine(); } catch (InvalidOperationException e) when (e.Message == "") { throw; } }; f(); } catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(dev.SetMask(3)); } finally { Console.WriteLine(b); } } }
