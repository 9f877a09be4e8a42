namespace XenDma;

/// <summary>Which way a mapping's bytes go (enum dma_data_direction).</summary>
public enum DmaDirection
{
    /// <summary>Both ways (DMA_BIDIRECTIONAL).</summary>
    Bidirectional = 0,

    /// <summary>From memory to the device (DMA_TO_DEVICE).</summary>
    ToDevice = 1,

    /// <summary>From the device to memory (DMA_FROM_DEVICE).</summary>
    FromDevice = 2,

    /// <summary>No direction (DMA_NONE): a breach of contract in every call that takes a direction.</summary>
    None = 3,
}
