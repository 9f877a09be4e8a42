namespace XenDma.Samples.Nvme;

/// <summary>How a request stands.</summary>
public enum RequestState
{
    /// <summary>The controller has it.</summary>
    UnderWay,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It failed for good.</summary>
    Failed,
}

/// <summary>A read or a write of blocks.</summary>
/// <param name="isWrite">Whether blocks are written.</param>
/// <param name="block">The first one.</param>
/// <param name="buffer">The caller's memory, which is the controller's until the request has ended.</param>
public sealed class NvmeRequest(bool isWrite, ulong block, GuestBuffer buffer)
{
    /// <summary>Whether blocks are written.</summary>
    public bool IsWrite { get; } = isWrite;

    /// <summary>The first block.</summary>
    public ulong Block { get; } = block;

    /// <summary>The caller's memory.</summary>
    public GuestBuffer Buffer { get; } = buffer;

    /// <summary>How it stands.</summary>
    public RequestState State { get; internal set; }

    /// <summary>The mapped memory, until it has ended.</summary>
    internal TransferMemory? Memory { get; set; }

    /// <summary>How often the controller failed it, or hung in it.</summary>
    internal int Tries { get; set; }

    /// <summary>How often it was looked at in vain since.</summary>
    internal int Age { get; set; }
}
