using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.Nvme;

/// <summary>The admin queues: one command at a time, waited for.</summary>
/// <param name="queues">The queues.</param>
/// <param name="delay">How to wait.</param>
public sealed class AdminCommands(QueuePair queues, IDelay delay) : IDisposable
{
    private const int Patience = 64;

    private ushort _id;

    /// <summary>The queues.</summary>
    public QueuePair Queues => queues;

    /// <summary>Gives a command to the controller, which may touch the command's memory from here on.</summary>
    [DmaContract(DmaRole.Submit)]
    public void Submit(in NvmeCommand command)
    {
        _id++;
        if (!queues.TrySubmit(command, _id)) throw new InvalidOperationException("the admin queue is full of commands that nobody waited for");
    }

    /// <summary>Waits for the command that was given last.</summary>
    /// <param name="completion">How it ended.</param>
    /// <returns>false = it has not ended in time.</returns>
    [DmaContract(DmaRole.Wait)]
    public bool TryWait(out Completion completion)
    {
        for (int i = 0; i < Patience; i++)
        {
            while (queues.TryTake(out completion))
            {
                if (completion.Id == _id) return true;
            }

            delay.Pass();
        }

        completion = default;
        return false;
    }

    /// <summary>Carries out a command without memory.</summary>
    /// <param name="command">The command.</param>
    /// <param name="result">What it answered.</param>
    /// <returns>Whether it ended in time, and well.</returns>
    public bool TryExecute(in NvmeCommand command, out uint result)
    {
        Submit(command);
        bool isDone = TryWait(out Completion completion);
        result = completion.Result;
        return isDone && completion.Status == 0;
    }

    /// <summary>Gives the queues' memory back. The controller is disabled.</summary>
    public void Dispose() => queues.Dispose();
}
