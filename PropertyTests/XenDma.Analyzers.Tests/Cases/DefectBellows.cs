// defect: waits, stops, retries and helpers that stop or forget to.
using System;
using System.Threading.Tasks;
using XenDma;

namespace Cases.Bellows;

public abstract class Bellows
{
    private readonly Device _dev;
    private int _resets;

    protected Bellows(Device dev) => _dev = dev;

    [DmaContract(DmaRole.Submit)] protected abstract void Begin(DmaAddr at, int bytes);
    [DmaContract(DmaRole.Wait)] protected abstract bool Done(int milliseconds);
    [DmaContract(DmaRole.Wait)] protected abstract Task<bool> DoneAsync();
    [DmaContract(DmaRole.Stop)] protected abstract void Kill();

    private void Recover()
    {
        _resets++;
        Kill();
    }

    public bool One(GuestBuffer b)
    {
        var a = _dev.MapSingle(b, 512, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return false;
        Begin(a, 512);
        if (!Done(10))
            Recover();
        _dev.UnmapSingle(a, 512, DmaDirection.FromDevice);
        return true;
    }

    public bool Patient(GuestBuffer b)
    {
        var a = _dev.MapSingle(b, 512, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return false;
        Begin(a, 512);
        int tries = 0;
        while (!Done(10))
        {
            if (++tries < 5)
                continue;
            Kill();
            break;
        }
        _dev.UnmapSingle(a, 512, DmaDirection.FromDevice);
        return tries < 5;
    }

    public async Task<byte> Async(GuestBuffer b)
    {
        using var m = _dev.Map(b, DmaDirection.FromDevice);
        Begin(m.Address, m.Length);
        if (!await DoneAsync())
        {
            Kill();
            return 0;
        }
        m.SyncForCpu();
        return b[0];
    }

    public bool Either(GuestBuffer b)
    {
        var a = _dev.MapSingle(b, 512, DmaDirection.ToDevice);
        if (_dev.MappingError(a))
            return false;
        Begin(a, 512);
        bool ok = Done(1) || Done(1000);
        if (!ok)
            Kill();
        _dev.UnmapSingle(a, 512, DmaDirection.ToDevice);
        return ok;
    }

    public bool Idle(GuestBuffer b)
    {
        if (!Done(0))
            return false;
        using var m = _dev.Map(b, DmaDirection.ToDevice);
        Begin(m.Address, m.Length);
        while (!Done(100))
        {
        }
        return true;
    }

    public bool TryCatch(GuestBuffer b)
    {
        var a = _dev.MapSingle(b, 512, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return false;
        try
        {
            Begin(a, 512);
            if (!Done(5))
                throw new TimeoutException();
            return true;
        }
        catch (TimeoutException)
        {
            Kill();
            return false;
        }
        finally
        {
            _dev.UnmapSingle(a, 512, DmaDirection.FromDevice);
        }
    }
}

public abstract class Bellows2(Device dev, GuestBuffer window)
{
    private DmaAddr _bus;

    [DmaContract(DmaRole.Submit)] protected abstract void Begin(DmaAddr at, int bytes);
    [DmaContract(DmaRole.Wait)] protected abstract bool Done(int milliseconds);
    [DmaContract(DmaRole.Stop)] protected abstract void Kill();

    private void Take() => dev.SyncSingleForCpu(_bus, 512, DmaDirection.Bidirectional);

    private void Give() => dev.SyncSingleForDevice(_bus, 512, DmaDirection.Bidirectional);

    private bool DoneOrKilled()
    {
        if (Done(10))
            return true;
        Kill();
        return false;
    }

    public byte Talk(byte word)
    {
        _bus = dev.MapSingle(window, 512, DmaDirection.Bidirectional);
        if (dev.MappingError(_bus))
            return 0;
        Begin(_bus, 512);
        bool done = DoneOrKilled();
        Take();
        window[0] = word;
        Give();
        if (done)
        {
            Begin(_bus, 512);
            DoneOrKilled();
        }
        Take();
        byte answer = window[1];
        dev.UnmapSingle(_bus, 512, DmaDirection.Bidirectional);
        return answer;
    }

    private bool IsDone() => Done(100);

    public bool Hasty()
    {
        var a = dev.MapSingle(window, 512, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        Begin(a, 512);
        bool ok = IsDone();
        dev.UnmapSingle(a, 512, DmaDirection.FromDevice); // expect: XDMA4007
        return ok;
    }

    public bool Checked()
    {
        var a = dev.MapSingle(window, 512, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        Begin(a, 512);
        bool ok = IsDone();
        if (!ok)
        {
            dev.UnmapSingle(a, 512, DmaDirection.FromDevice); // expect: XDMA4007
            return false;
        }
        dev.UnmapSingle(a, 512, DmaDirection.FromDevice);
        return true;
    }
}
