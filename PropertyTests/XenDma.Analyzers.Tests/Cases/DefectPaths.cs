// defect: one path of each method forgets or repeats something.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XenDma;
namespace Cases.DefectPaths;
public interface IHw { void Post(ulong a, int n); bool Wait(); int Poll(); [DmaContract(DmaRole.Submit)] void Go(DmaAddr a, int n); }
public sealed class Bad(Device dev, Device parent, IHw hw)
{
    private DmaAddr _kept;
    private readonly List<DmaAddr> _list = new();
    private GuestBuffer? _mem; private DmaAddr _memBus;

    public bool Keep(GuestBuffer b)
    {
        _kept = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(_kept)) return false;
        hw.Go(_kept, 64);
        return true;
    }
    public bool KeepMem()
    {
        _mem = dev.AllocCoherent(64, out _memBus); // expect: XDMA1007
        return _mem is not null;
    }
    public byte ReadMem() => _mem is null ? (byte)0 : _mem[0];

    public bool CatchLeak(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(a)) return false;
        try { hw.Go(a, 64); dev.UnmapSingle(a, 64, DmaDirection.ToDevice); return true; }
        catch (TimeoutException) { return false; }
    }
    public bool SwitchLeak(GuestBuffer b, int mode)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(a)) return false;
        switch (mode)
        {
            case 0: hw.Post(a.Value, 1); break;
            case 1: return false;
            default: hw.Poll(); break;
        }
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return true;
    }
    public bool ListLeak(GuestBuffer[] bs)
    {
        var addrs = new List<DmaAddr>();
        foreach (var b in bs)
        {
            var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(a)) return false;
            addrs.Add(a);
        }
        foreach (var a in addrs) hw.Post(a.Value, 64);
        foreach (var a in addrs) dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return true;
    }
    public bool HelperLeak(GuestBuffer b)
    {
        var a = MapIt(b); // expect: XDMA1004
        if (dev.MappingError(a)) return false;
        if (hw.Poll() < 0) return false;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return true;
    }
    private DmaAddr MapIt(GuestBuffer b) => dev.MapSingle(b, 64, DmaDirection.ToDevice);
    public bool HelperDouble(GuestBuffer b)
    {
        var a = MapIt(b);
        if (dev.MappingError(a)) return false;
        Release(a);
        Release(a); // expect: XDMA1003
        return true;
    }
    private void Release(DmaAddr a) => dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
    public void HelperUnchecked(GuestBuffer b)
    {
        var a = MapIt(b);
        Send(a); // expect: XDMA2001
        Release(a);
    }
    private void Send(DmaAddr a) => hw.Go(a, 64);
    public void WrongErr(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (!dev.MappingError(a))
            return;
        hw.Go(a, 64); // expect: XDMA2004
    }
    public void SecondCheckMissing(GuestBuffer b, GuestBuffer c)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        var d = dev.MapSingle(c, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(a)) { return; }
        hw.Go(a, 64);
        hw.Go(d, 64); // expect: XDMA2001
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        dev.UnmapSingle(d, 64, DmaDirection.ToDevice);
    }
    public void ReuseSg(ScatterList l)
    {
        if (dev.MapSg(l, l.Count, DmaDirection.ToDevice) == 0) return;
        dev.UnmapSg(l, l.Count, DmaDirection.ToDevice);
        dev.SyncSgForCpu(l, l.Count, DmaDirection.ToDevice); // expect: XDMA1001
    }
    public void SgNegative(ScatterList l)
    {
        int n = dev.MapSg(l, l.Count, DmaDirection.ToDevice);
        if (n == -1) return; // expect: XDMA2003
        dev.UnmapSg(l, l.Count, DmaDirection.ToDevice);
    }
    public async Task<bool> AsyncLeak(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(a)) return false;
        await Task.Yield();
        if (!hw.Wait()) throw new TimeoutException();
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        return true;
    }
    public void ParentUnmap(GuestBuffer b)
    {
        var a = parent.MapSingle(b, 64, DmaDirection.ToDevice);
        if (parent.MappingError(a)) return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA3003
    }
    public void MaskLambda() { Action x = () => dev.SetMask(3); x(); } // expect: XDMA2006
    public void FreeTwice(int n)
    {
        var m = dev.AllocCoherent(n, out var h);
        if (m == null) return;
        try { m.Fill(0); dev.FreeCoherent(n, m, h); }
        finally { dev.FreeCoherent(n, m, h); } // expect: XDMA1008
    }
    public void StoreAfter(GuestBuffer b, Dictionary<int, DmaAddr> t)
    {
        var a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        t[3] = a; // expect: XDMA1006
    }
    public void OneOfTwo(GuestBuffer b, GuestBuffer c)
    {
        var x = dev.MapSingle(b, 64, DmaDirection.ToDevice); // expect: XDMA1004
        var y = dev.MapSingle(c, 64, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(x) || dev.MappingError(y)) return;
        hw.Go(x, 64); hw.Go(y, 64);
        dev.UnmapSingle(x, 64, DmaDirection.ToDevice);
        dev.UnmapSingle(y, 64, DmaDirection.FromDevice);
    }
    public void CondUnmap(GuestBuffer b, bool keep)
    {
        using (var m = dev.Map(b, DmaDirection.ToDevice)) { hw.Go(m.Address, b.Length); }
        var k = dev.Map(b, DmaDirection.ToDevice); // expect: XDMA1004
        if (keep) return;
        k.Dispose();
    }
}
