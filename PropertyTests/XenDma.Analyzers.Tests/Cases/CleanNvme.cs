// clean: queue pairs in the manner of NVMe: nested allocations with goto-like unwind, commands by tag, PRP lists from a pool.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanNvme;

public interface IController
{
    bool CreateQueue(int id, ulong submission, ulong completion);
    void DeleteQueue(int id);
    void Ring(int id, int tail);
    bool NextCompletion(int id, out ushort tag, out ushort status);
}

public sealed class QueuePair
{
    private const int Depth = 32;
    private const int SqBytes = Depth * 64;
    private const int CqBytes = Depth * 16;
    private readonly Device _dev;
    private readonly IController _ctl;
    private readonly int _id;
    private GuestBuffer? _sq;
    private GuestBuffer? _cq;
    private DmaAddr _sqBus;
    private DmaAddr _cqBus;
    private readonly Dictionary<ushort, Command> _live = [];
    private ushort _tag;
    private int _tail;

    private readonly record struct Command(DmaAddr Data, int Length, DmaDirection Direction, TaskCompletionSource<bool> Done);

    public QueuePair(Device dev, IController ctl, int id) => (_dev, _ctl, _id) = (dev, ctl, id);

    public bool Start()
    {
        var sq = _dev.AllocCoherent(SqBytes, out var sqBus);
        if (sq is null)
            return false;
        var cq = _dev.AllocCoherent(CqBytes, out var cqBus);
        if (cq is null)
        {
            _dev.FreeCoherent(SqBytes, sq, sqBus);
            return false;
        }
        sq.Fill(0);
        cq.Fill(0);
        if (!_ctl.CreateQueue(_id, sqBus.Value, cqBus.Value))
        {
            _dev.FreeCoherent(CqBytes, cq, cqBus);
            _dev.FreeCoherent(SqBytes, sq, sqBus);
            return false;
        }
        _sq = sq;
        _cq = cq;
        _sqBus = sqBus;
        _cqBus = cqBus;
        return true;
    }

    public async Task<bool> TransferAsync(GuestBuffer data, bool write)
    {
        var direction = write ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        var bus = _dev.MapSingle(data, data.Length, direction);
        if (_dev.MappingError(bus))
            return false;

        var done = new TaskCompletionSource<bool>();
        ushort tag = ++_tag;
        if (!_live.TryAdd(tag, new Command(bus, data.Length, direction, done)))
        {
            _dev.UnmapSingle(bus, data.Length, direction);
            return false;
        }
        Queue(tag, bus, data.Length);
        return await done.Task.ConfigureAwait(false);
    }

    private void Queue(ushort tag, DmaAddr bus, int length)
    {
        if (_sq is not { } sq)
            return;
        BitConverter.TryWriteBytes(sq.Span.Slice(_tail * 64, 2), tag);
        BitConverter.TryWriteBytes(sq.Span.Slice(_tail * 64 + 24, 8), bus.Value);
        BitConverter.TryWriteBytes(sq.Span.Slice(_tail * 64 + 48, 4), length);
        _tail = (_tail + 1) % Depth;
        _ctl.Ring(_id, _tail);
    }

    public int Reap()
    {
        int reaped = 0;
        while (_ctl.NextCompletion(_id, out ushort tag, out ushort status))
        {
            if (!_live.Remove(tag, out var command))
                continue;
            _dev.UnmapSingle(command.Data, command.Length, command.Direction);
            command.Done.SetResult(status == 0);
            reaped++;
        }
        return reaped;
    }

    public void Stop()
    {
        _ctl.DeleteQueue(_id);
        foreach (var (_, command) in _live)
        {
            _dev.UnmapSingle(command.Data, command.Length, command.Direction);
            command.Done.TrySetCanceled();
        }
        _live.Clear();
        if (_cq is not null)
            _dev.FreeCoherent(CqBytes, _cq, _cqBus);
        if (_sq is not null)
            _dev.FreeCoherent(SqBytes, _sq, _sqBus);
        _cq = _sq = null;
    }
}
