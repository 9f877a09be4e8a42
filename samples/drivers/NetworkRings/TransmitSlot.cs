namespace XenDma.Samples.NetworkRings;

/// <summary>What a transmit descriptor holds.</summary>
/// <param name="Address">The live mapping's bus address.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsPage">Whether it is a fragment's page, not a head.</param>
/// <param name="Frame">The frame that ends with it, if one does.</param>
public readonly record struct TransmitSlot(DmaAddr Address, int Length, bool IsPage, TransmitFrame? Frame);
