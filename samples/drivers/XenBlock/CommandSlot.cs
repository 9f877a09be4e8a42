namespace XenDma.Samples.XenBlock;

/// <summary>A place of the command table that is in use.</summary>
/// <param name="request">The request that the command is part of.</param>
/// <param name="list">Its memory, mapped as a whole.</param>
internal sealed class CommandSlot(BlockRequest request, ScatterList list)
{
    internal BlockRequest Request { get; } = request;

    internal ScatterList List { get; } = list;

    /// <summary>How often the controller failed the command, or hung in it.</summary>
    internal int Tries { get; set; }

    /// <summary>How often it was looked at in vain since.</summary>
    internal int Age { get; set; }
}
