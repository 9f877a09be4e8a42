// clean: frame capture with double buffering, format changes in flight, switch-driven states.
using System;
using System.Threading;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanVideo;

public interface ISensor
{
    void Arm(int bank, ulong address, int bytes);
    Task<int> FrameAsync(CancellationToken cancellation);
    void Halt();
}

public sealed class Capture(Device dev, ISensor sensor)
{
    private enum State { Closed, Idle, Streaming }

    private readonly DmaAddr[] _bus = new DmaAddr[2];
    private readonly GuestBuffer?[] _frames = new GuestBuffer?[2];
    private State _state = State.Closed;
    private int _bytes;

    public bool Open(GuestBuffer first, GuestBuffer second, int bytes)
    {
        if (_state != State.Closed)
            return false;
        var a = dev.MapSingle(first, bytes, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        var b = dev.MapSingle(second, bytes, DmaDirection.FromDevice);
        if (dev.MappingError(b))
        {
            dev.UnmapSingle(a, bytes, DmaDirection.FromDevice);
            return false;
        }
        (_bus[0], _bus[1]) = (a, b);
        (_frames[0], _frames[1]) = (first, second);
        _bytes = bytes;
        _state = State.Idle;
        return true;
    }

    public async Task<long> StreamAsync(Action<GuestBuffer> show, CancellationToken cancellation)
    {
        switch (_state)
        {
            case State.Closed:
                throw new InvalidOperationException();
            case State.Streaming:
                return 0;
        }
        _state = State.Streaming;
        long shown = 0;
        for (int bank = 0; bank < 2; bank++)
            sensor.Arm(bank, _bus[bank].Value, _bytes);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                int bank = await sensor.FrameAsync(cancellation) & 1;
                dev.SyncSingleForCpu(_bus[bank], _bytes, DmaDirection.FromDevice);
                if (_frames[bank] is { } frame)
                    show(frame);
                dev.SyncSingleForDevice(_bus[bank], _bytes, DmaDirection.FromDevice);
                sensor.Arm(bank, _bus[bank].Value, _bytes);
                shown++;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            sensor.Halt();
            _state = State.Idle;
        }
        return shown;
    }

    public void Close()
    {
        if (_state == State.Closed)
            return;
        sensor.Halt();
        for (int bank = 0; bank < _bus.Length; bank++)
        {
            dev.UnmapSingle(_bus[bank], _bytes, DmaDirection.FromDevice);
            _frames[bank] = null;
        }
        _state = State.Closed;
    }

    public bool Snapshot(GuestBuffer target, Func<bool> grab)
    {
        DmaAddr bus;
        int attempts = 0;
        do
        {
            bus = dev.MapSingle(target, target.Length, DmaDirection.FromDevice);
            if (!dev.MappingError(bus))
                break;
            Thread.Sleep(1);
        }
        while (++attempts < 5);
        if (attempts == 5)
            return false;
        sensor.Arm(0, bus.Value, target.Length);
        bool taken = grab();
        if (!taken)
            sensor.Halt();
        dev.UnmapSingle(bus, target.Length, DmaDirection.FromDevice);
        return taken;
    }
}
