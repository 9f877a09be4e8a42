using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.Nvme;

/// <summary>Reads and writes of a namespace, several at a time. One that does not end is aborted, and where that does not help the controller is
/// reset and given all requests again.</summary>
/// <param name="device">The controller's device.</param>
/// <param name="pages">Where pages come from.</param>
/// <param name="controller">The controller, which the disk takes over.</param>
/// <param name="geometry">What the namespace is.</param>
public sealed class NvmeDisk(Device device, IPageSource pages, NvmeController controller, NvmeGeometry geometry) : IDisposable
{
    private const uint OnlyNamespace = 1;
    private const int MostTries = 5;
    private const int PatienceInPolls = 24;

    private readonly NvmeRequest?[] _underWay = new NvmeRequest?[NvmeController.IoDepth - 1];

    /// <summary>What the namespace is.</summary>
    public NvmeGeometry Geometry => geometry;

    /// <summary>Requests that the controller has.</summary>
    public int Count { get; private set; }

    /// <summary>Requests that had to go through a copy in whole pages.</summary>
    public int Copied { get; private set; }

    /// <summary>Commands that were aborted.</summary>
    public int Aborts { get; private set; }

    /// <summary>Times that the controller was reset.</summary>
    public int Resets { get; private set; }

    /// <summary>Begins a request.</summary>
    /// <param name="request">Whole blocks, no more than a transfer can have, the memory at a multiple of 4.</param>
    /// <returns>false = no room in the queue, no memory or no mapping now; the request has not begun.</returns>
    /// <exception cref="ArgumentException">The request is none that the controller can carry out at once.</exception>
    public bool TryBegin(NvmeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!geometry.CanTransfer(request.Buffer))
            throw new ArgumentException($"{request.Buffer.Length} bytes at {request.Buffer.Address} are no transfer for one command", nameof(request));
        int id = Array.IndexOf(_underWay, null);
        if (id < 0) return false;
        DmaDirection direction = request.IsWrite ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        if (TransferMemory.TryMap(device, pages, request.Buffer, direction) is not { } memory) return false;
        request.Memory = memory;
        if (memory.Copy is not null) Copied++;
        _underWay[id] = request;
        Count++;
        Give(id, request);
        return true;
    }

    /// <summary>Ends what the controller is done with, and sees to what takes too long.</summary>
    public void Poll()
    {
        TakeCompletions();
        for (int id = 0; id < _underWay.Length; id++)
        {
            if (_underWay[id] is { } request && ++request.Age > PatienceInPolls) Rescue(id, request);
        }
    }

    /// <summary>Disables the controller; requests that it still had fail, and all memory goes back.</summary>
    public void Dispose()
    {
        controller.Disable();
        FailAll();
        controller.Dispose();
    }

    private void TakeCompletions()
    {
        while (controller.Io.TryTake(out Completion completion))
        {
            // The id is the controller's word.
            int id = completion.Id;
            if (id < _underWay.Length && _underWay[id] is { } request) Settle(id, request, completion.Status);
        }
    }

    private void Settle(int id, NvmeRequest request, ushort status)
    {
        if (status is Completion.InternalError or Completion.Aborted && ++request.Tries < MostTries) Give(id, request);
        else End(id, request, status == 0 ? RequestState.Done : RequestState.Failed);
    }

    private void Give(int id, NvmeRequest request)
    {
        request.Age = 0;
        uint blocks = (uint)(request.Buffer.Length / geometry.BlockSize);
        NvmeCommand command = NvmeCommand.Move(request.IsWrite, OnlyNamespace, request.Memory!.Prps, request.Block, blocks);

        // No more requests than entries, so one is always free.
        if (!controller.Io.TrySubmit(command, (ushort)id)) throw new InvalidOperationException("the queue has no room for a request of its own");
    }

    private void End(int id, NvmeRequest request, RequestState state)
    {
        _underWay[id] = null;
        Count--;
        TransferMemory memory = request.Memory!;
        request.Memory = null;
        memory.Unmap();
        if (memory.Copy is { } copy)
        {
            if (!request.IsWrite && state == RequestState.Done) copy.CopyTo(request.Buffer);
            pages.Free(copy);
        }

        request.State = state;
    }

    private void Rescue(int id, NvmeRequest request)
    {
        const uint NotAborted = 1;
        int tries = request.Tries;
        Aborts++;
        request.Age = 0;
        bool isAborted = controller.Admin.TryExecute(NvmeCommand.ToAbort(NvmeController.IoQueue, id), out uint result) && (result & NotAborted) == 0;
        TakeCompletions();
        if (!isAborted && _underWay[id] == request && request.Tries == tries) Reset(id);
    }

    /// <summary>The memory of all requests stays mapped: the controller is stopped, and gets them again.</summary>
    private void Reset(int culprit)
    {
        Resets++;
        controller.Disable();
        TakeCompletions();
        if (!controller.TryRestart())
        {
            FailAll();
            return;
        }

        for (int id = 0; id < _underWay.Length; id++)
        {
            if (_underWay[id] is not { } request) continue;
            if (id == culprit) Settle(id, request, Completion.Aborted);
            else Give(id, request);
        }
    }

    private void FailAll()
    {
        for (int id = 0; id < _underWay.Length; id++)
        {
            if (_underWay[id] is { } request) End(id, request, RequestState.Failed);
        }
    }
}
