namespace XenDma.Analyzers.Contracts;

/// <summary>What a parameter stands for in a DMA call.</summary>
internal enum Part
{
    Device,
    Buffer,
    Address,
    Size,
    Direction,
    Attrs,
    List,
    Count,
    Offset,
}
