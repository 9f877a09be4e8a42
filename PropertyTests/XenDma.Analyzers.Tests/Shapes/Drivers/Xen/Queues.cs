// clean: coherent queues set up one after the other with a goto-less unwind by flags and nested tries.
#nullable enable
using System;
using System.Buffers.Binary;
using XenDma;

namespace Drivers.Queues;

public sealed class QueuePair : IDisposable
{
    private const int Bytes = 4096;
    private readonly Device _dev;
    private GuestBuffer? _submission;
    private GuestBuffer? _completion;
    private DmaAddr _submissionBus;
    private DmaAddr _completionBus;
    private int _head;

    private QueuePair(Device dev) => _dev = dev;

    public static QueuePair? Create(Device dev)
    {
        var pair = new QueuePair(dev);
        bool ok = false;
        try
        {
            pair._submission = dev.AllocCoherent(Bytes, out pair._submissionBus);
            if (pair._submission is null)
                return null;
            pair._completion = dev.AllocCoherent(Bytes, out pair._completionBus);
            if (pair._completion is null)
                return null;
            ok = true;
            return pair;
        }
        finally
        {
            if (!ok)
                pair.Dispose();
        }
    }

    public bool TryTake(out ushort command)
    {
        command = 0;
        if (_completion is not { } ring)
            return false;
        ushort raw = BinaryPrimitives.ReadUInt16LittleEndian(ring.Span[(_head * 16)..]);
        if ((raw & 1) == 0)
            return false;
        command = (ushort)(raw >> 1);
        _head = (_head + 1) % (Bytes / 16);
        return true;
    }

    public void Dispose()
    {
        if (_completion is { } completion)
        {
            _dev.FreeCoherent(Bytes, completion, _completionBus);
            _completion = null;
        }
        if (_submission is { } submission)
        {
            _dev.FreeCoherent(Bytes, submission, _submissionBus);
            _submission = null;
        }
    }
}
