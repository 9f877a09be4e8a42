// clean: a ring with parallel arrays of handles and buffers.
using System;
using XenDma;
namespace Cases.CleanRing;
public interface IHw { void Post(ulong a, int n); bool Wait(); int Poll(); [DmaContract(DmaRole.Submit)] void Go(DmaAddr a, int n); bool Try(out int code); }

// ring with parallel arrays of handles and flags
public sealed class Ring(Device dev, IHw hw)
{
    private readonly DmaAddr[] _addr = new DmaAddr[16];
    private readonly GuestBuffer?[] _buf = new GuestBuffer?[16];
    private int _head, _tail;
    public bool Push(GuestBuffer b)
    {
        if (_head - _tail == _addr.Length) return false;
        int i = _head % 16;
        _addr[i] = dev.MapSingle(b, b.Length, DmaDirection.ToDevice);
        if (dev.MappingError(_addr[i])) return false;
        _buf[i] = b;
        hw.Go(_addr[i], b.Length);
        _head++;
        return true;
    }
    public void Reap()
    {
        while (_tail != _head)
        {
            int i = _tail % 16;
            dev.UnmapSingle(_addr[i], _buf[i]!.Length, DmaDirection.ToDevice);
            _buf[i] = null;
            _addr[i] = default;
            _tail++;
        }
    }
}
