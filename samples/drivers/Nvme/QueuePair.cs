using System;

namespace XenDma.Samples.Nvme;

/// <summary>A submission queue and its completion queue, in coherent memory.</summary>
public sealed class QueuePair : IDisposable
{
    private readonly Device _device;
    private readonly INvmeRegisters _registers;
    private readonly int _id;
    private readonly GuestBuffer _submission;
    private readonly GuestBuffer _completion;
    private int _tail;
    private int _controllersHead;
    private int _head;
    private bool _phase = true;

    private QueuePair(
        Device device, INvmeRegisters registers, int id, int depth, (GuestBuffer Memory, DmaAddr Bus) submission, (GuestBuffer Memory, DmaAddr Bus) completion)
    {
        _device = device;
        _registers = registers;
        _id = id;
        _submission = submission.Memory;
        _completion = completion.Memory;
        SubmissionBus = submission.Bus;
        CompletionBus = completion.Bus;
        Depth = depth;
    }

    /// <summary>The bus address of the submission queue.</summary>
    public DmaAddr SubmissionBus { get; }

    /// <summary>The bus address of the completion queue.</summary>
    public DmaAddr CompletionBus { get; }

    /// <summary>The entries of either queue.</summary>
    public int Depth { get; }

    /// <summary>Takes memory for both queues.</summary>
    /// <returns>null = no memory that the controller reaches; nothing is left behind.</returns>
    public static QueuePair? TryAlloc(Device device, INvmeRegisters registers, int id, int depth)
    {
        GuestBuffer? submission = device.AllocCoherent(depth * NvmeCommand.Size, out DmaAddr submissionBus);
        if (submission is null) return null;
        GuestBuffer? completion = device.AllocCoherent(depth * Completion.Size, out DmaAddr completionBus);
        if (completion is null)
        {
            device.FreeCoherent(depth * NvmeCommand.Size, submission, submissionBus);
            return null;
        }

        return new QueuePair(device, registers, id, depth, (submission, submissionBus), (completion, completionBus));
    }

    /// <summary>Begins anew, for a controller that was reset: no entry is of the phase that comes.</summary>
    public void Restart()
    {
        _completion.Span.Clear();
        _tail = _controllersHead = _head = 0;
        _phase = true;
    }

    /// <summary>Gives a command to the controller.</summary>
    /// <returns>false = the queue is full.</returns>
    public bool TrySubmit(in NvmeCommand command, ushort id)
    {
        int next = (_tail + 1) % Depth;
        if (next == _controllersHead) return false;
        command.Store(_submission.Span.Slice(_tail * NvmeCommand.Size, NvmeCommand.Size), id);
        _tail = next;
        _registers.Write(NvmeRegister.SubmissionTail(_id), (ulong)_tail);
        return true;
    }

    /// <summary>Takes the next completion, if there is one.</summary>
    public bool TryTake(out Completion completion)
    {
        completion = default;
        ReadOnlySpan<byte> entry = _completion.Span.Slice(_head * Completion.Size, Completion.Size);
        if (Completion.Phase(entry) != _phase) return false;
        completion = Completion.Load(entry);
        if (completion.SubmissionHead < Depth) _controllersHead = completion.SubmissionHead;
        _head = (_head + 1) % Depth;
        if (_head == 0) _phase = !_phase;
        _registers.Write(NvmeRegister.CompletionHead(_id), (ulong)_head);
        return true;
    }

    /// <summary>Gives the memory back. The controller is disabled.</summary>
    public void Dispose()
    {
        _device.FreeCoherent(Depth * Completion.Size, _completion, CompletionBus);
        _device.FreeCoherent(Depth * NvmeCommand.Size, _submission, SubmissionBus);
    }
}
