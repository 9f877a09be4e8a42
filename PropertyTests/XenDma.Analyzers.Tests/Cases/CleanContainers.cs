// clean: mappings kept in queues, stacks, dictionaries, structs and fields.
using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;
using XenDma;
namespace Cases.CleanContainers;
public interface IHw { void Post(ulong a, int n); bool Wait(); int Poll(); [DmaContract(DmaRole.Submit)] void Go(DmaAddr a, int n); }
internal sealed class Desc { public DmaAddr Bus; public int Len; public DmaDirection Dir; public bool Mapped; public GuestBuffer? Buf; public Desc? Next; }
internal struct Slot { public DmaAddr Bus; public int Len; }
public sealed class Q(Device dev, IHw hw)
{
    private readonly Queue<Desc> _free = new(); private readonly LinkedList<Desc> _busy = new(); private readonly ConcurrentDictionary<int, Desc> _byTag = new();
    private readonly Slot[] _slots = new Slot[8]; private Desc? _chain;
    private readonly Stack<(DmaAddr, int)> _undo = new();
    private Slot _one;

    public bool Submit(GuestBuffer b, int tag)
    {
        var d = _free.Count > 0 ? _free.Dequeue() : new Desc();
        d.Dir = DmaDirection.ToDevice;
        d.Len = b.Length;
        d.Bus = dev.MapSingle(b, d.Len, d.Dir);
        if (dev.MappingError(d.Bus)) { _free.Enqueue(d); return false; }
        d.Mapped = true;
        _byTag[tag] = d;
        _busy.AddLast(d);
        hw.Go(d.Bus, d.Len);
        return true;
    }
    public void Complete(int tag)
    {
        if (!_byTag.TryRemove(tag, out var d)) return;
        Undo(d);
        _busy.Remove(d);
        _free.Enqueue(d);
    }
    private void Undo(Desc d) { if (!d.Mapped) return; dev.UnmapSingle(d.Bus, d.Len, d.Dir); d.Mapped = false; }
    public void Chain(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return;
        _chain = new Desc { Bus = a, Len = 64, Dir = DmaDirection.ToDevice, Mapped = true, Next = _chain };
    }
    public void Unchain() { for (var d = _chain; d is not null; d = d.Next) Undo(d); _chain = null; }
    public bool SlotIn(int i, GuestBuffer b)
    {
        ref var s = ref _slots[i];
        s.Bus = dev.MapSingle(b, b.Length, DmaDirection.FromDevice);
        if (dev.MappingError(s.Bus)) { s = default; return false; }
        s.Len = b.Length;
        return true;
    }
    public void SlotOut(int i) { ref var s = ref _slots[i]; if (s.Len == 0) return; dev.UnmapSingle(s.Bus, s.Len, DmaDirection.FromDevice); s = default; }
    public bool One(GuestBuffer b)
    {
        _one = new Slot { Bus = dev.MapSingle(b, 64, DmaDirection.ToDevice), Len = 64 };
        if (dev.MappingError(_one.Bus)) { _one = default; return false; }
        return true;
    }
    public void OneOff() { if (_one.Len != 0) dev.UnmapSingle(_one.Bus, _one.Len, DmaDirection.ToDevice); _one = default; }
    public bool UndoStack(GuestBuffer[] bs)
    {
        foreach (var b in bs)
        {
            var a = dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
            if (dev.MappingError(a)) { while (_undo.TryPop(out var u)) dev.UnmapSingle(u.Item1, u.Item2, DmaDirection.ToDevice); return false; }
            _undo.Push((a, b.Length));
        }
        return true;
    }
    public bool LocalUndo(GuestBuffer[] bs)
    {
        var undo = new Stack<Action>();
        foreach (var b in bs)
        {
            var a = dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
            if (dev.MappingError(a)) { while (undo.Count > 0) undo.Pop()(); return false; }
            undo.Push(() => dev.UnmapSingle(a, b.Length, DmaDirection.ToDevice));
        }
        hw.Poll();
        while (undo.Count > 0) undo.Pop()();
        return true;
    }
    public bool Linq(GuestBuffer[] bs)
    {
        var all = bs.Select(b => (B: b, A: dev.MapSingle(b, b.Length, DmaDirection.ToDevice))).ToList();
        bool ok = all.All(p => !dev.MappingError(p.A));
        foreach (var (b, a) in all) if (!dev.MappingError(a)) dev.UnmapSingle(a, b.Length, DmaDirection.ToDevice);
        return ok;
    }
    public void ToArr(GuestBuffer[] bs)
    {
        var l = new List<DmaAddr>();
        foreach (var b in bs) { var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); if (!dev.MappingError(a)) l.Add(a); }
        var arr = l.ToArray();
        for (int i = 0; i < arr.Length; i++) hw.Post(arr[i].Value, 64);
        Array.ForEach(arr, a => dev.UnmapSingle(a, 64, DmaDirection.ToDevice));
    }
    public void ByIndex(GuestBuffer[] bs)
    {
        var d = new Dictionary<int, DmaAddr>();
        for (int i = 0; i < bs.Length; i++) { var a = dev.MapSingle(bs[i], 64, DmaDirection.ToDevice); if (dev.MappingError(a)) continue; d[i] = a; }
        foreach (var (k, v) in d) dev.UnmapSingle(v, 64, DmaDirection.ToDevice);
        d.Clear();
    }
    public bool Partial(GuestBuffer b, int n)
    {
        int len = Math.Min(n, b.Length);
        var a = dev.MapSingle(b, len, DmaDirection.FromDevice);
        if (dev.MappingError(a)) return false;
        hw.Go(a, len);
        int got = hw.Poll();
        if (got > len) got = len;
        dev.SyncSingleForCpu(a, got, DmaDirection.FromDevice);
        dev.UnmapSingle(a, Math.Min(n, b.Length), DmaDirection.FromDevice);
        return got > 0;
    }
    public bool EarlyThrow(GuestBuffer b)
    {
        ArgumentNullException.ThrowIfNull(b);
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) throw new InvalidOperationException("map");
        try { if (hw.Poll() < 0) throw new InvalidOperationException("bad"); return true; }
        catch (InvalidOperationException e) when (e.Message == "bad") { return false; }
        finally { dev.UnmapSingle(a, 64, DmaDirection.ToDevice); }
    }
    public bool Ternary(GuestBuffer b, bool page)
    {
        var a = page ? dev.MapPage(new Page(new Pfn(1)), 0, 64, DmaDirection.ToDevice) : dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        if (page) dev.UnmapPage(a, 64, DmaDirection.ToDevice); else dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return true;
    }
    public void Debug(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        System.Diagnostics.Debug.Assert(!dev.MappingError(a));
        if (dev.MappingError(a)) { Console.Error.WriteLine("failed " + a.Value.ToString("x")); return; }
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        Console.WriteLine(a);
        _byTag.TryRemove((int)(a.Value & 0xff), out _);
    }
    private bool _enabled; private DmaAddr _cmd; private GuestBuffer? _cmdMem;
    public bool Enable()
    {
        if (_enabled) return true;
        _cmdMem = dev.AllocCoherent(4096, out _cmd);
        if (_cmdMem == null) return false;
        BinaryPrimitives.WriteUInt64LittleEndian(_cmdMem.Span, _cmd.Value);
        _enabled = true;
        return true;
    }
    public void Disable()
    {
        if (!_enabled) return;
        var mem = _cmdMem; _cmdMem = null;
        if (mem is not null) dev.FreeCoherent(4096, mem, _cmd);
        _enabled = false;
    }
    private GuestBuffer? AllocTable(int size, out DmaAddr bus) => dev.AllocCoherent(size, out bus);
    public bool ViaHelper()
    {
        var t = AllocTable(512, out var bus);
        if (t is null) return false;
        hw.Post(bus.Value, 512);
        dev.FreeCoherent(512, t, bus);
        return true;
    }
    public async ValueTask Pump(ChannelReader<GuestBuffer> r)
    {
        await foreach (var b in r.ReadAllAsync())
        {
            using var m = dev.Map(b, DmaDirection.ToDevice);
            hw.Go(m.Address, b.Length);
            while (!hw.Wait()) await Task.Delay(1);
        }
    }
    public DmaMapping? Open(GuestBuffer b) { var m = dev.Map(b, DmaDirection.ToDevice); if (hw.Poll() == 0) { m.Dispose(); return null; } return m; }
    public void Owner(GuestBuffer b) { DmaMapping? m = null; try { m = dev.Map(b, DmaDirection.ToDevice); hw.Go(m.Address, 1); } finally { m?.Dispose(); } }
    public void Owners(GuestBuffer[] bs) { var l = new List<DmaMapping>(); try { foreach (var b in bs) l.Add(dev.Map(b, DmaDirection.ToDevice)); hw.Poll(); } finally { foreach (var m in l) m.Dispose(); } }
    public void While(GuestBuffer b) { var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); while (dev.MappingError(a)) { hw.Poll(); a = dev.MapSingle(b, 64, DmaDirection.ToDevice); } dev.UnmapSingle(a, 64, DmaDirection.ToDevice); }
    public bool CheckBoth(GuestBuffer b, GuestBuffer c)
    {
        var x = dev.MapSingle(b, 64, DmaDirection.ToDevice); var y = dev.MapSingle(c, 64, DmaDirection.ToDevice);
        bool xf = dev.MappingError(x), yf = dev.MappingError(y);
        if (xf || yf) { if (!xf) dev.UnmapSingle(x, 64, DmaDirection.ToDevice); if (!yf) dev.UnmapSingle(y, 64, DmaDirection.ToDevice); return false; }
        hw.Go(x, 64); hw.Go(y, 64);
        dev.UnmapSingle(y, 64, DmaDirection.ToDevice); dev.UnmapSingle(x, 64, DmaDirection.ToDevice);
        return true;
    }
}
public sealed class Session : IDisposable
{
    private readonly Device _dev; private readonly DmaAddr _bus; private readonly int _size; private bool _gone;
    public Session(Device dev, GuestBuffer b) { _dev = dev; _size = b.Length; _bus = dev.MapSingle(b, _size, DmaDirection.Bidirectional); if (dev.MappingError(_bus)) throw new InvalidOperationException(); }
    public void Dispose() { if (_gone) return; _gone = true; _dev.UnmapSingle(_bus, _size, DmaDirection.Bidirectional); }
}
