// clean: extension methods, scoped records, base classes, batches, goto.
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks;
using XenDma;
namespace Cases.CleanHelpers;
public interface IHw { void Post(ulong a, int n); bool Wait(); int Poll(); bool Ready { get; } [DmaContract(DmaRole.Submit)] void Go(DmaAddr a, int n); [DmaContract(DmaRole.Wait)] bool Done(int ms); [DmaContract(DmaRole.Stop)] void Halt(); }
public readonly record struct Mapped(Device Dev, DmaAddr Addr, int Len, DmaDirection Dir) : IDisposable { public void Dispose() => Dev.UnmapSingle(Addr, Len, Dir); }
public static class Ext
{
    public static bool TryMapSingle(this Device d, GuestBuffer b, int len, DmaDirection dir, out DmaAddr a) { a = d.MapSingle(b, len, dir); return !d.MappingError(a); }
    public static Mapped? MapScoped(this Device d, GuestBuffer b, DmaDirection dir) { var a = d.MapSingle(b, b.Length, dir); if (d.MappingError(a)) return null; return new Mapped(d, a, b.Length, dir); }
    public static DmaAddr MapOrThrow(this Device d, GuestBuffer b, int len, DmaDirection dir) { var a = d.MapSingle(b, len, dir); return d.MappingError(a) ? throw new InvalidOperationException() : a; }
    public static GuestBuffer AllocOrThrow(this Device d, int n, out DmaAddr h) => d.AllocCoherent(n, out h) ?? throw new OutOfMemoryException();
}
public abstract class Base(Device dev)
{
    protected DmaAddr Current; protected int CurrentLength; protected Device Dev => dev;
    protected abstract void Kick(ulong address);
    protected virtual void Cleanup() { if (CurrentLength != 0) dev.UnmapSingle(Current, CurrentLength, DmaDirection.ToDevice); CurrentLength = 0; }
}
public sealed partial class Derived(Device dev, IHw hw) : Base(dev)
{
    private readonly Dictionary<string, Mapped> _named = [];
    private DmaMapping? _m;
    private DmaAddr? _opt;
    private (DmaAddr A, int N) _pair;
    private static int Align(int n) => (n + 63) & ~63;
    protected override void Kick(ulong address) => hw.Post(address, 0);
    public bool Send(GuestBuffer b)
    {
        if (!Dev.TryMapSingle(b, b.Length, DmaDirection.ToDevice, out var a)) return false;
        Current = a; CurrentLength = b.Length;
        Kick(a.Value);
        if (!hw.Done(5)) { hw.Halt(); Cleanup(); return false; }
        Cleanup();
        return true;
    }
    public bool SendExt(GuestBuffer b)
    {
        if (!Dev.TryMapSingle(b, 32, DmaDirection.ToDevice, out var a)) return false;
        try { hw.Go(a, 32); return hw.Done(1); }
        finally { hw.Halt(); Dev.UnmapSingle(a, 32, DmaDirection.ToDevice); }
    }
    public void Scoped(GuestBuffer b) { using var m = Dev.MapScoped(b, DmaDirection.ToDevice); if (m is null) return; hw.Post(m.Value.Addr.Value, m.Value.Len); }
    public void Scoped2(GuestBuffer b) { if (Dev.MapScoped(b, DmaDirection.ToDevice) is { } m) using (m) hw.Post(m.Addr.Value, m.Len); }
    public void Throwing(GuestBuffer b) { var a = Dev.MapOrThrow(b, 64, DmaDirection.ToDevice); try { hw.Go(a, 64); } finally { Dev.UnmapSingle(a, 64, DmaDirection.ToDevice); } }
    public void Named(string n, GuestBuffer b) { if (Dev.MapScoped(b, DmaDirection.FromDevice) is { } m && !_named.TryAdd(n, m)) m.Dispose(); }
    public void Unname(string n) { if (_named.Remove(n, out var m)) m.Dispose(); }
    public void Aligned(GuestBuffer b, int n) { var a = Dev.MapSingle(b, Align(n), DmaDirection.ToDevice); if (Dev.MappingError(a)) return; hw.Go(a, n); Dev.UnmapSingle(a, Align(n), DmaDirection.ToDevice); }
    public void Aligned2(GuestBuffer b, int n) { int len = (n + 63) & ~63; var a = Dev.MapSingle(b, len, DmaDirection.ToDevice); if (Dev.MappingError(a)) return; Dev.UnmapSingle(a, (n + 63) & ~63, DmaDirection.ToDevice); }
    public void Opt(GuestBuffer? b) { _opt = null; if (b != null) { var a = Dev.MapSingle(b, 64, DmaDirection.ToDevice); if (!Dev.MappingError(a)) _opt = a; } hw.Post(_opt?.Value ?? 0, 64); }
    public void OptOff() { if (_opt is { } a) Dev.UnmapSingle(a, 64, DmaDirection.ToDevice); _opt = null; }
    public bool Pair(GuestBuffer b) { _pair = (Dev.MapSingle(b, 64, DmaDirection.ToDevice), 64); if (Dev.MappingError(_pair.A)) { _pair = default; return false; } hw.Go(_pair.A, _pair.N); return true; }
    public void PairOff() { if (_pair.N > 0) { Dev.UnmapSingle(_pair.A, _pair.N, DmaDirection.ToDevice); _pair = default; } }
    public void Swap(GuestBuffer b) { var next = Dev.Map(b, DmaDirection.ToDevice); (_m, var old) = (next, _m); old?.Dispose(); hw.Go(_m.Address, 1); }
    public void Off() { System.Threading.Interlocked.Exchange(ref _m, null)?.Dispose(); }
    public bool LoopFlag(GuestBuffer[] bs)
    {
        bool ok = true; int k = 0; var addrs = new DmaAddr[bs.Length]; var live = new bool[bs.Length];
        foreach (var b in bs)
        {
            addrs[k] = Dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
            live[k] = !Dev.MappingError(addrs[k]);
            ok &= live[k];
            k++;
        }
        for (int i = 0; i < k; i++) if (live[i]) Dev.UnmapSingle(addrs[i], bs[i].Length, DmaDirection.ToDevice);
        return ok;
    }
    public bool Batches(List<GuestBuffer> bs)
    {
        int i = 0;
        while (i < bs.Count)
        {
            int first = i; var batch = new List<(DmaAddr, int)>(8);
            for (; i < bs.Count && batch.Count < 8; i++)
            {
                var a = Dev.MapSingle(bs[i], bs[i].Length, DmaDirection.ToDevice);
                if (Dev.MappingError(a)) break;
                batch.Add((a, bs[i].Length));
            }
            foreach (var (a, n) in batch) hw.Go(a, n);
            bool done = hw.Done(10); if (!done) hw.Halt();
            for (int j = batch.Count - 1; j >= 0; j--) { var (a, n) = batch[j]; Dev.UnmapSingle(a, n, DmaDirection.ToDevice); }
            if (!done || i == first) return false;
        }
        return true;
    }
    public int Goto(GuestBuffer b, GuestBuffer c)
    {
        int rc = -1;
        var x = Dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (Dev.MappingError(x)) goto outx;
        var y = Dev.MapSingle(c, 64, DmaDirection.FromDevice);
        if (Dev.MappingError(y)) goto outy;
        hw.Go(x, 64); hw.Go(y, 64);
        rc = hw.Done(1) ? 0 : -2; hw.Halt();
        Dev.UnmapSingle(y, 64, DmaDirection.FromDevice);
    outy:
        Dev.UnmapSingle(x, 64, DmaDirection.ToDevice);
    outx:
        return rc;
    }
    public bool Coherent3(int n)
    {
        GuestBuffer? a = null, b = null; DmaAddr ha = default, hb = default; bool ok = false;
        try
        {
            a = Dev.AllocCoherent(n, out ha); if (a == null) return false;
            b = Dev.AllocCoherent(n * 2, out hb); if (b == null) return false;
            a.Fill(1); b.Fill(2); hw.Go(ha, n); hw.Go(hb, n * 2); ok = hw.Done(3); hw.Halt();
        }
        finally { if (b != null) Dev.FreeCoherent(n * 2, b, hb); if (a != null) Dev.FreeCoherent(n, a, ha); }
        return ok;
    }
    public void OrThrow(int n) { var m = Dev.AllocOrThrow(n, out var h); try { m.Fill(0); hw.Go(h, n); } finally { Dev.FreeCoherent(n, m, h); } }
    public bool TryGetMem(int n, [NotNullWhen(true)] out GuestBuffer? m, out DmaAddr h) { m = Dev.AllocCoherent(n, out h); return m is not null; }
    public void UseMem() { if (!TryGetMem(64, out var m, out var h)) return; m.Fill(0); Dev.FreeCoherent(64, m, h); }
    public async Task<int> Par(GuestBuffer[] bs)
    {
        var tasks = new List<Task<bool>>();
        foreach (var b in bs) tasks.Add(OneAsync(b));
        int c = 0; foreach (bool r in await Task.WhenAll(tasks)) if (r) c++;
        return c;
    }
    private async Task<bool> OneAsync(GuestBuffer b)
    {
        var a = Dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (Dev.MappingError(a)) return false;
        try { for (int i = 0; i < 100; i++) { if (hw.Ready) return true; await Task.Delay(1).ConfigureAwait(false); } return false; }
        finally { Dev.UnmapSingle(a, 64, DmaDirection.ToDevice); }
    }
    public void LockAndCond(GuestBuffer b, bool low)
    {
        lock (_named)
        {
            var size = low ? 32 : 64;
            var a = Dev.MapSingle(b, size, low ? DmaDirection.ToDevice : DmaDirection.FromDevice);
            if (Dev.MappingError(a)) return;
            if (!low) Dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
            Dev.UnmapSingle(a, low ? 32 : 64, low ? DmaDirection.ToDevice : DmaDirection.FromDevice);
        }
    }
    public int MapEach(ScatterList[] ls)
    {
        int done = 0;
        for (; done < ls.Length; done++) if (Dev.MapSg(ls[done], ls[done].Count, DmaDirection.ToDevice) == 0) break;
        bool all = done == ls.Length; if (all) hw.Poll();
        while (done-- > 0) Dev.UnmapSg(ls[done], ls[done].Count, DmaDirection.ToDevice);
        return all ? 0 : -1;
    }
    public bool SgCheckHelper(ScatterList l) { if (!MapList(l, out int used)) return false; for (int i = 0; i < used; i++) hw.Post(l.DmaAddressAt(i).Value, l.DmaLengthAt(i)); Dev.UnmapSg(l, l.Count, DmaDirection.ToDevice); return true; }
    private bool MapList(ScatterList l, out int used) { used = Dev.MapSg(l, l.Count, DmaDirection.ToDevice); return used > 0; }
    public static bool Static(Device d, GuestBuffer b) { var a = d.MapSingle(b, 8, DmaDirection.ToDevice); bool bad = d.MappingError(a); if (!bad) d.UnmapSingle(a, 8, DmaDirection.ToDevice); return !bad; }
    public void Offsets(GuestBuffer b) { var a = Dev.MapSingle(b, 4096, DmaDirection.Bidirectional); if (Dev.MappingError(a)) return; for (ulong off = 0; off < 4096; off += 512) { Dev.SyncSingleForCpu(a + off, 512, DmaDirection.Bidirectional); Dev.SyncSingleForDevice(a + off, 512, DmaDirection.Bidirectional); } Dev.UnmapSingle(a, 4096, DmaDirection.Bidirectional); }
    public void Recur(GuestBuffer b, int depth) { var a = Dev.MapSingle(b, 64, DmaDirection.ToDevice); if (Dev.MappingError(a)) return; if (depth > 0) Recur(b, depth - 1); Dev.UnmapSingle(a, 64, DmaDirection.ToDevice); }
    public void RecurPass(DmaAddr a, int d) { if (d == 0) { Dev.UnmapSingle(a, 64, DmaDirection.ToDevice); return; } RecurPass(a, d - 1); }
    public void StartRecur(GuestBuffer b) { var a = Dev.MapSingle(b, 64, DmaDirection.ToDevice); if (Dev.MappingError(a)) return; RecurPass(a, 9); }
}
