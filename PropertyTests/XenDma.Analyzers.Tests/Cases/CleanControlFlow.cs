// clean: loops, flags, exceptions, lambdas and helpers around one or two mappings.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XenDma;
namespace Cases.CleanControlFlow;
public interface IHw { void Post(ulong a, int n); bool Wait(); int Poll(); [DmaContract(DmaRole.Submit)] void Go(DmaAddr a, int n); bool Try(out int code); }

public sealed class Guard(Device dev, DmaAddr a, int size, DmaDirection dir) : IDisposable
{
    public DmaAddr Address => a;
    public void Dispose() => dev.UnmapSingle(a, size, dir);
}

public sealed class Various(Device dev, IHw hw)
{
    private DmaAddr _cur;
    private int _curLen;
    private bool _have;

    public bool WithGuard(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 512, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        using var g = new Guard(dev, a, 512, DmaDirection.ToDevice);
        hw.Post(g.Address.Value, 512);
        return hw.Wait();
    }

    public bool TryCatch(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 512, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        try
        {
            hw.Post(a.Value, 512);
            if (!hw.Wait()) throw new TimeoutException();
        }
        catch (TimeoutException)
        {
            dev.UnmapSingle(a, 512, DmaDirection.ToDevice);
            return false;
        }
        dev.UnmapSingle(a, 512, DmaDirection.ToDevice);
        return true;
    }

    public bool CatchRethrow(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 512, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        try { hw.Post(a.Value, 512); }
        catch { dev.UnmapSingle(a, 512, DmaDirection.ToDevice); throw; }
        dev.UnmapSingle(a, 512, DmaDirection.ToDevice);
        return true;
    }

    public bool FlagEnum(GuestBuffer b, GuestBuffer c)
    {
        int state = 0;
        DmaAddr x = default, y = default;
        try
        {
            x = dev.MapSingle(b, 64, DmaDirection.ToDevice);
            if (dev.MappingError(x)) return false;
            state |= 1;
            y = dev.MapSingle(c, 64, DmaDirection.FromDevice);
            if (dev.MappingError(y)) return false;
            state |= 2;
            hw.Post(x.Value, 64); hw.Post(y.Value, 64);
            return hw.Wait();
        }
        finally
        {
            if ((state & 2) != 0) dev.UnmapSingle(y, 64, DmaDirection.FromDevice);
            if ((state & 1) != 0) dev.UnmapSingle(x, 64, DmaDirection.ToDevice);
        }
    }

    public bool Nested(GuestBuffer b, int tries)
    {
        while (tries-- > 0)
        {
            var a = dev.MapSingle(b, b.Length, DmaDirection.Bidirectional);
            if (dev.MappingError(a)) { hw.Poll(); continue; }
            bool ok = false;
            for (int i = 0; i < 10 && !ok; i++)
            {
                hw.Go(a, b.Length);
                dev.SyncSingleForCpu(a, b.Length, DmaDirection.Bidirectional);
                ok = b[0] == 1;
                dev.SyncSingleForDevice(a, b.Length, DmaDirection.Bidirectional);
            }
            dev.UnmapSingle(a, b.Length, DmaDirection.Bidirectional);
            if (ok) return true;
        }
        return false;
    }

    public (bool, DmaAddr) MapTuple(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        return dev.MappingError(a) ? (false, default) : (true, a);
    }
    public void UseTuple(GuestBuffer b)
    {
        var (ok, a) = MapTuple(b);
        if (!ok) return;
        hw.Post(a.Value, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
    }

    public void Replace(GuestBuffer b, int len)
    {
        var next = dev.MapSingle(b, len, DmaDirection.FromDevice);
        if (dev.MappingError(next)) return;
        if (_have) dev.UnmapSingle(_cur, _curLen, DmaDirection.FromDevice);
        (_cur, _curLen, _have) = (next, len, true);
    }
    public void Stop() { if (_have) { dev.UnmapSingle(_cur, _curLen, DmaDirection.FromDevice); _have = false; } }

    public int Gather(IReadOnlyList<GuestBuffer> bufs)
    {
        var done = new List<(DmaAddr A, int N)>();
        try
        {
            foreach (var b in bufs)
            {
                var a = dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
                if (dev.MappingError(a)) return -1;
                done.Add((a, b.Length));
            }
            foreach (var (a, nn) in done) hw.Post(a.Value, nn);
            return done.Count;
        }
        finally
        {
            foreach (var (a, nn) in done) dev.UnmapSingle(a, nn, DmaDirection.ToDevice);
        }
    }

    public int GatherReverse(GuestBuffer[] bufs)
    {
        var addr = new DmaAddr[bufs.Length];
        int i;
        for (i = 0; i < bufs.Length; i++)
        {
            addr[i] = dev.MapSingle(bufs[i], bufs[i].Length, DmaDirection.ToDevice);
            if (dev.MappingError(addr[i])) goto unwind;
        }
        for (int j = 0; j < bufs.Length; j++) hw.Post(addr[j].Value, bufs[j].Length);
        hw.Wait();
    unwind:
        for (int j = i - 1; j >= 0; j--)
            dev.UnmapSingle(addr[j], bufs[j].Length, DmaDirection.ToDevice);
        return i;
    }

    public void SpanHandles(GuestBuffer b, GuestBuffer c)
    {
        Span<DmaAddr> two = stackalloc DmaAddr[2];
        two[0] = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(two[0])) return;
        two[1] = dev.MapSingle(c, 64, DmaDirection.ToDevice);
        if (dev.MappingError(two[1])) { dev.UnmapSingle(two[0], 64, DmaDirection.ToDevice); return; }
        foreach (var a in two) dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
    }

    public void Lambda(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return;
        Action release = () => dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        hw.Post(a.Value, 64);
        release();
    }
    public void LambdaOut(GuestBuffer b, Action<Action> later)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return;
        later(() => dev.UnmapSingle(a, 64, DmaDirection.ToDevice));
    }
    public async Task Async(GuestBuffer b, CancellationToken ct)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return;
        try { await Task.Delay(1, ct); } catch (OperationCanceledException) { hw.Poll(); } finally { dev.UnmapSingle(a, 64, DmaDirection.ToDevice); }
    }
    public bool Switch(GuestBuffer b, int mode)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        bool ok = mode switch { 0 => hw.Wait(), 1 => hw.Poll() > 0, _ => false };
        switch (mode) { case 0: hw.Post(a.Value, 1); break; case 1: hw.Post(a.Value, 2); goto default; default: hw.Poll(); break; }
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return ok;
    }
    public bool NullableFlow(GuestBuffer? b)
    {
        DmaAddr? a = b is null ? null : dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (a is { } x && dev.MappingError(x)) return false;
        if (a.HasValue) hw.Post(a.Value.Value, 64);
        if (a is { } y) dev.UnmapSingle(y, 64, DmaDirection.ToDevice);
        return true;
    }
    public bool ErrVar(GuestBuffer b)
    {
        int err = 0;
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) err = -12;
        if (err == 0) { hw.Post(a.Value, 64); if (!hw.Wait()) err = -110; }
        if (err != -12) dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return err == 0;
    }
    public bool DoWhile(GuestBuffer b)
    {
        DmaAddr a; int t = 3;
        do { a = dev.MapSingle(b, 64, DmaDirection.ToDevice); if (!dev.MappingError(a)) break; } while (--t > 0);
        if (t == 0) return false;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return true;
    }
    public IEnumerable<int> Iter(IEnumerable<GuestBuffer> bs)
    {
        foreach (var b in bs)
        {
            var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a)) yield break;
            yield return hw.Poll();
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        }
    }
    public void Local(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (Bad()) return;
        hw.Post(a.Value, 64);
        Done();
        bool Bad() => dev.MappingError(a);
        void Done() => dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
    }
    public bool RefHelper(GuestBuffer b)
    {
        DmaAddr a = default;
        if (!MapInto(b, ref a)) return false;
        hw.Post(a.Value, 64);
        Drop(ref a);
        return true;
    }
    private bool MapInto(GuestBuffer b, ref DmaAddr a) { a = dev.MapSingle(b, 64, DmaDirection.ToDevice); return !dev.MappingError(a); }
    private void Drop(ref DmaAddr a) { dev.UnmapSingle(a, 64, DmaDirection.ToDevice); a = default; }
    public ulong SelfCheck(GuestBuffer b)
    {
        ulong r = 0;
        if (dev.AllocCoherent(64, out var h) is { } m) { m.Fill(0); r = h.Value; dev.FreeCoherent(64, m, h); }
        return r;
    }
    public bool Masks()
    {
        bool wide = dev.SetMask(ulong.MaxValue);
        if (!wide && !dev.SetMask(uint.MaxValue)) throw new NotSupportedException();
        return dev.SetCoherentMask(wide ? ulong.MaxValue : uint.MaxValue);
    }
    public bool SgTable(GuestBuffer[] bs)
    {
        var sg = new ScatterList(bs.Length);
        foreach (var b in bs) sg.Add(b);
        int nents = sg.Count;
        int used = dev.MapSg(sg, nents, DmaDirection.ToDevice);
        if (used < 1) return false;
        for (int i = used - 1; i >= 0; --i) hw.Post(sg.DmaAddressAt(i).Value, sg.DmaLengthAt(i));
        bool ok = hw.Wait();
        dev.UnmapSg(sg, nents, DmaDirection.ToDevice);
        return ok;
    }
    public bool SgOptional(ScatterList? extra, ScatterList main)
    {
        int m = dev.MapSg(main, main.Count, DmaDirection.ToDevice);
        if (m == 0) return false;
        int e = 0;
        if (extra != null)
        {
            e = dev.MapSg(extra, extra.Count, DmaDirection.FromDevice);
            if (e == 0) { dev.UnmapSg(main, main.Count, DmaDirection.ToDevice); return false; }
        }
        hw.Post(0, m + e);
        if (e > 0) dev.UnmapSg(extra!, extra!.Count, DmaDirection.FromDevice);
        dev.UnmapSg(main, main.Count, DmaDirection.ToDevice);
        return true;
    }
}
