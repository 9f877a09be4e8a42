// defect: fields, arrays and sizes that disagree.
using System;
using System.Collections.Generic;
using XenDma;
namespace Cases.DefectFields;
public interface IHw { void Post(ulong a, int n); bool Wait(); int Poll(); [DmaContract(DmaRole.Submit)] void Go(DmaAddr a, int n); [DmaContract(DmaRole.DeviceAccess)] void Touch(DmaAddr a); }
public sealed class Bad(Device dev, IHw hw)
{
    private DmaAddr _a; private int _len; private GuestBuffer? _m, _m2; private DmaAddr _mb, _mb2;
    private readonly DmaAddr[] _ring = new DmaAddr[4];
    // fields within one method
    public void Refresh(GuestBuffer b)
    {
        dev.UnmapSingle(_a, _len, DmaDirection.ToDevice);
        hw.Post(1, 2);
        dev.SyncSingleForDevice(_a, _len, DmaDirection.ToDevice); // expect: XDMA1001
    }
    public void Twice() { dev.UnmapSingle(_a, _len, DmaDirection.ToDevice); dev.UnmapSingle(_a, _len, DmaDirection.ToDevice); } // expect: XDMA1003
    public bool SetField(GuestBuffer b)
    {
        _a = dev.MapSingle(b, 64, DmaDirection.ToDevice);
        hw.Go(_a, 64); // expect: XDMA2001
        return true;
    }
    public void Drop() => dev.UnmapSingle(_a, 64, DmaDirection.ToDevice);
    public bool PartialUnwind(GuestBuffer[] bs)
    {
        for (int i = 0; i < 4; i++)
        {
            var a = dev.MapSingle(bs[i], 64, DmaDirection.ToDevice);
            if (dev.MappingError(a)) return false;
            _ring[i] = a;
        }
        return true;
    }
    public void DropRing() { for (int i = 0; i < 4; i++) dev.UnmapSingle(_ring[i], 64, DmaDirection.ToDevice); }
    public bool ArrLeak(GuestBuffer[] bs)
    {
        var arr = new DmaAddr[bs.Length];
        for (int i = 0; i < bs.Length; i++)
        {
            arr[i] = dev.MapSingle(bs[i], 64, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(arr[i])) throw new InvalidOperationException();
        }
        for (int i = 0; i < bs.Length; i++) dev.UnmapSingle(arr[i], 64, DmaDirection.ToDevice);
        return true;
    }
    public bool WrongDirVar(GuestBuffer b, bool wr)
    {
        var dir = wr ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        var a = dev.MapSingle(b, 64, dir);
        if (dev.MappingError(a)) return false;
        hw.Go(a, 64);
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA3002
        return true;
    }
    public bool SizeVar(GuestBuffer b, int len)
    {
        var a = dev.MapSingle(b, len + 2, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        dev.UnmapSingle(a, len, DmaDirection.ToDevice); // expect: XDMA3001
        return true;
    }
    public bool SizeConstVsLen(GuestBuffer b)
    {
        var a = dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        dev.UnmapSingle(a, 4096, DmaDirection.ToDevice); // expect: XDMA3001
        return true;
    }
    public bool SizeReassigned(GuestBuffer b, int len)
    {
        var a = dev.MapSingle(b, len, DmaDirection.ToDevice);
        if (dev.MappingError(a)) return false;
        len -= 4;
        dev.UnmapSingle(a, len, DmaDirection.ToDevice); // expect: XDMA3001
        return true;
    }
    public bool MixedKinds(ScatterList l)
    {
        int n = dev.MapSg(l, l.Count, DmaDirection.ToDevice);
        if (n == 0) return false;
        for (int i = 0; i < n; i++) hw.Post(l.DmaAddressAt(i).Value, 1);
        dev.UnmapSingle(l.DmaAddressAt(0), 64, DmaDirection.ToDevice); // expect: XDMA3004
        return true;
    }
    public bool SgLeak(ScatterList l)
    {
        int n = dev.MapSg(l, l.Count, DmaDirection.ToDevice); // expect: XDMA1004
        if (n == 0) return false;
        if (!hw.Wait()) return false;
        dev.UnmapSg(l, l.Count, DmaDirection.ToDevice);
        return true;
    }
    public bool SgDir(ScatterList l)
    {
        if (dev.MapSg(l, l.Count, DmaDirection.ToDevice) == 0) return false;
        dev.SyncSgForCpu(l, l.Count, DmaDirection.FromDevice); // expect: XDMA3002
        dev.UnmapSg(l, l.Count, DmaDirection.ToDevice);
        return true;
    }
    public bool CoherentPair()
    {
        _m = dev.AllocCoherent(64, out _mb);
        if (_m is null) return false;
        _m2 = dev.AllocCoherent(64, out _mb2);
        if (_m2 is null) return false;
        return true;
    }
    public void FreePair() { if (_m is not null) dev.FreeCoherent(64, _m, _mb); if (_m2 is not null) dev.FreeCoherent(64, _m2, _mb2); }
    public bool CoherentSwap()
    {
        var a = dev.AllocCoherent(64, out var ha); if (a is null) return false;
        var b = dev.AllocCoherent(128, out var hb); if (b is null) { dev.FreeCoherent(128, a, ha); return false; } // expect: XDMA3010
        dev.FreeCoherent(64, a, ha);
        dev.FreeCoherent(128, b, hb);
        return true;
    }
    public void MaskIgnoredLocal() { bool ok = dev.SetMask(1); } // expect: XDMA2006
    public void UncheckedSync(GuestBuffer b) { var a = dev.MapSingle(b, 64, DmaDirection.Bidirectional); dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional); dev.UnmapSingle(a, 64, DmaDirection.Bidirectional); } // expect: XDMA2001
    public void CompareAllOnes(GuestBuffer b) { var a = dev.MapSingle(b, 64, DmaDirection.Bidirectional); if (a.Value != ulong.MaxValue) { hw.Go(a, 1); dev.UnmapSingle(a, 64, DmaDirection.Bidirectional); } } // expect: XDMA2002
    public void NoneVar(GuestBuffer b) { dev.SyncSingleForCpu(_a, 64, DmaDirection.None); } // expect: XDMA3009
    public bool OwnedOut(GuestBuffer b) { using var m = dev.Map(b, 64, DmaDirection.Bidirectional); m.SyncForCpu(32, 64); return b[0] == 0; } // expect: XDMA3008
    public void Interp(GuestBuffer b) { dev.MapSingle(b, 64, DmaDirection.ToDevice); } // expect: XDMA1005
    public void OwnedDiscard(GuestBuffer b) { dev.Map(b, DmaDirection.ToDevice); } // expect: XDMA1005
    public void FailedSync(GuestBuffer b) { var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); if (dev.MappingError(a)) { hw.Touch(a); return; } dev.UnmapSingle(a, 64, DmaDirection.ToDevice); } // expect: XDMA2004
    public int UseFreed(int n) { var m = dev.AllocCoherent(n, out var h); if (m is null) return -1; dev.FreeCoherent(n, m, h); var s = m.Span; return s[0]; } // expect: XDMA1008
    public bool LoopLeak(GuestBuffer[] bs) { foreach (var b in bs) { var a = dev.MapSingle(b, 64, DmaDirection.ToDevice); if (dev.MappingError(a)) return false; hw.Go(a, 64); } return true; } // expect: XDMA1004
    public void Retry(GuestBuffer b) { DmaAddr a = default; for (int i = 0; i < 3; i++) { a = dev.MapSingle(b, 64, DmaDirection.ToDevice); if (!dev.MappingError(a)) continue; hw.Poll(); } dev.UnmapSingle(a, 64, DmaDirection.ToDevice); } // expect: XDMA1005, XDMA2004
}
