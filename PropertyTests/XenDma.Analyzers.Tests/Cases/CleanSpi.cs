// clean: SPI transfers: optional halves, dummy buffers kept for the life of the driver, owned mappings, PIO below a limit.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanSpi;

public interface ISpi
{
    void Exchange(ReadOnlySpan<byte> tx, Span<byte> rx);
    bool Dma(ulong tx, ulong rx, int length);
    void Recover();
}

public readonly record struct Message(GuestBuffer? Tx, GuestBuffer? Rx, int Length);

public sealed class SpiMaster : IDisposable
{
    private const int DmaLimit = 32;
    private readonly Device _dev;
    private readonly ISpi _spi;
    private readonly DmaMapping _dummyTx;
    private readonly DmaMapping _dummyRx;

    public SpiMaster(Device dev, ISpi spi, GuestBuffer dummyTx, GuestBuffer dummyRx)
    {
        _dev = dev;
        _spi = spi;
        _dummyTx = dev.Map(dummyTx, DmaDirection.ToDevice);
        try
        {
            _dummyRx = dev.Map(dummyRx, DmaDirection.FromDevice);
        }
        catch (DmaMappingException)
        {
            _dummyTx.Dispose();
            throw;
        }
    }

    public int Run(IEnumerable<Message> messages)
    {
        int done = 0;
        foreach (var message in messages)
        {
            if (!One(message))
                break;
            done++;
        }
        return done;
    }

    private bool One(Message message)
    {
        if (message.Length < DmaLimit)
        {
            _spi.Exchange(message.Tx is null ? default : message.Tx.Span[..message.Length], message.Rx is null ? default : message.Rx.Span[..message.Length]);
            return true;
        }

        bool haveTx = message.Tx != null;
        bool haveRx = message.Rx != null;
        DmaAddr tx = _dummyTx.Address;
        DmaAddr rx = _dummyRx.Address;
        if (haveTx)
        {
            tx = _dev.MapSingle(message.Tx!, message.Length, DmaDirection.ToDevice);
            if (_dev.MappingError(tx))
                return false;
        }
        if (haveRx)
        {
            rx = _dev.MapSingle(message.Rx!, message.Length, DmaDirection.FromDevice);
            if (_dev.MappingError(rx))
            {
                if (haveTx)
                    _dev.UnmapSingle(tx, message.Length, DmaDirection.ToDevice);
                return false;
            }
        }
        bool ok = _spi.Dma(tx.Value, rx.Value, message.Length);
        if (!ok)
            _spi.Recover();
        if (haveRx)
            _dev.UnmapSingle(rx, message.Length, DmaDirection.FromDevice);
        if (haveTx)
            _dev.UnmapSingle(tx, message.Length, DmaDirection.ToDevice);
        return ok;
    }

    public bool Owned(GuestBuffer tx, GuestBuffer rx)
    {
        using var source = _dev.Map(tx, DmaDirection.ToDevice);
        using var target = _dev.Map(rx, rx.Length, DmaDirection.FromDevice);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            if (_spi.Dma(source.Address.Value, target.Address.Value, Math.Min(source.Length, target.Length)))
                return true;
            _spi.Recover();
        }
        return false;
    }

    public DmaMapping Borrow(GuestBuffer tx)
    {
        var mapping = _dev.Map(tx, DmaDirection.ToDevice);
        if (!_spi.Dma(mapping.Address.Value, 0, tx.Length))
        {
            mapping.Dispose();
            throw new InvalidOperationException("dead");
        }
        return mapping;
    }

    public void Dispose()
    {
        _dummyRx.Dispose();
        _dummyTx.Dispose();
    }
}
