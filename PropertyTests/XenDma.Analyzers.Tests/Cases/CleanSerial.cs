// clean: UART DMA: circular receive buffer in coherent memory, transmit chunks, state in a record struct, Interlocked guards.
using System;
using System.Threading;
using XenDma;

namespace Cases.CleanSerial;

public interface IUart
{
    int Written { get; }
    void StartRx(ulong address, int length);
    void StartTx(ulong address, int length);
    bool WaitTx(int milliseconds);
    void Stop();
}

public sealed class Uart : IDisposable
{
    private const int RxSize = 1024;

    private readonly record struct Pending(DmaAddr Bus, int Length)
    {
        public bool IsNone => Length == 0;
    }

    private readonly Device _dev;
    private readonly IUart _uart;
    private GuestBuffer? _rx;
    private DmaAddr _rxBus;
    private Pending _tx;
    private int _read;
    private int _busy;

    public Uart(Device dev, IUart uart)
    {
        _dev = dev;
        _uart = uart;
        if (!dev.SetCoherentMask(0xFFFF_FFFF) || !dev.SetMask(0xFFFF_FFFF))
            throw new NotSupportedException("mask");
    }

    public bool Open()
    {
        if (_dev.AllocCoherent(RxSize, out var bus) is not { } rx)
            return false;
        _rx = rx;
        _rxBus = bus;
        _uart.StartRx(bus.Value, RxSize);
        return true;
    }

    public int Read(Span<byte> target)
    {
        if (_rx is null)
            return 0;
        int available = (_uart.Written - _read + RxSize) % RxSize;
        int count = Math.Min(available, target.Length);
        for (int i = 0; i < count; i++)
            target[i] = _rx[(_read + i) % RxSize];
        _read = (_read + count) % RxSize;
        return count;
    }

    public bool BeginWrite(GuestBuffer data, int length)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            return false;
        var bus = _dev.MapSingle(data, length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
        {
            Volatile.Write(ref _busy, 0);
            return false;
        }
        _tx = new Pending(bus, length);
        _uart.StartTx(bus.Value, length);
        return true;
    }

    public void EndWrite()
    {
        var pending = _tx;
        _tx = default;
        if (!pending.IsNone)
            _dev.UnmapSingle(pending.Bus, pending.Length, DmaDirection.ToDevice);
        Volatile.Write(ref _busy, 0);
    }

    public int WriteAll(GuestBuffer data)
    {
        int sent = 0;
        while (sent < data.Length)
        {
            int chunk = Math.Min(data.Length - sent, 256);
            if (!SendChunk(data.Slice(sent, chunk), chunk))
                break;
            sent += chunk;
        }
        return sent;
    }

    private bool SendChunk(GuestBuffer chunk, int length)
    {
        var bus = _dev.MapSingle(chunk, length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
            return false;
        _uart.StartTx(bus.Value, length);
        bool sent = _uart.WaitTx(100);
        if (!sent)
            _uart.Stop();
        _dev.UnmapSingle(bus, length, DmaDirection.ToDevice);
        return sent;
    }

    public void Dispose()
    {
        _uart.Stop();
        EndWrite();
        if (_rx is { } rx)
            _dev.FreeCoherent(RxSize, rx, _rxBus);
        _rx = null;
    }
}
