// clean: an audio stream: a coherent ring or streaming periods, events that complete them, nullable state.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanAudio;

public interface ICodec
{
    event Action<int>? PeriodElapsed;
    void Start(ulong address, int bytes, int period);
    void Next(ulong address, int bytes);
    void Stop();
}

public sealed class Playback : IDisposable
{
    private readonly Device _dev;
    private readonly ICodec _codec;
    private readonly Queue<(GuestBuffer Data, DmaAddr Bus)> _periods = new();
    private (GuestBuffer Data, DmaAddr Bus)? _playing;
    private bool _open;

    public Playback(Device dev, ICodec codec)
    {
        _dev = dev;
        _codec = codec;
        _codec.PeriodElapsed += OnPeriod;
    }

    public bool Open()
    {
        if (_open)
            return true;
        if (!_dev.SetMaskAndCoherent(0xFFFF_FFFF))
            return false;
        _open = true;
        return true;
    }

    public bool Enqueue(GuestBuffer period)
    {
        if (!_open)
            throw new InvalidOperationException("closed");
        var bus = _dev.MapSingle(period, period.Length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
            return false;
        if (_playing is null)
        {
            _playing = (period, bus);
            _codec.Start(bus.Value, period.Length, period.Length);
        }
        else
        {
            _periods.Enqueue((period, bus));
        }
        return true;
    }

    private void OnPeriod(int index)
    {
        if (_playing is not { } ended)
            return;
        _dev.UnmapSingle(ended.Bus, ended.Data.Length, DmaDirection.ToDevice);
        if (_periods.TryDequeue(out var next))
        {
            _playing = next;
            _codec.Next(next.Bus.Value, next.Data.Length);
        }
        else
        {
            _playing = null;
            _codec.Stop();
        }
    }

    public void Dispose()
    {
        _codec.PeriodElapsed -= OnPeriod;
        _codec.Stop();
        if (_playing is { } playing)
            _dev.UnmapSingle(playing.Bus, playing.Data.Length, DmaDirection.ToDevice);
        _playing = null;
        foreach (var (data, bus) in _periods)
            _dev.UnmapSingle(bus, data.Length, DmaDirection.ToDevice);
        _periods.Clear();
        _open = false;
    }
}

public sealed class CoherentCapture(Device dev, ICodec codec)
{
    private GuestBuffer? _ring;
    private DmaAddr _bus;
    private int _bytes;

    public GuestBuffer? Prepare(int bytes)
    {
        if (_ring is not null && _bytes == bytes)
            return _ring;
        Release();
        _ring = dev.AllocCoherent(bytes, out _bus);
        if (_ring is null)
            return null;
        _bytes = bytes;
        codec.Start(_bus.Value, bytes, bytes / 4);
        return _ring;
    }

    public void Release()
    {
        if (_ring is null)
            return;
        codec.Stop();
        dev.FreeCoherent(_bytes, _ring, _bus);
        _ring = null;
        _bytes = 0;
    }
}
