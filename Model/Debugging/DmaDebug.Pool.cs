namespace XenDma.Debugging;

/// <summary>What the ops within tell of their pool; nothing is held, nowhere, and no limit set where they tell nothing.</summary>
public sealed partial class DmaDebug
{
    /// <inheritdoc/>
    public ulong SlotsInUse => (_inner as IPoolInspection)?.SlotsInUse ?? 0;

    /// <inheritdoc/>
    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end)
    {
        start = end = default;
        return _inner is IPoolInspection pool && pool.TryGetPoolRange(out start, out end);
    }

    /// <inheritdoc/>
    public ulong MaxMappingSize(Device device) => (_inner as IPoolInspection)?.MaxMappingSize(device) ?? ulong.MaxValue;
}
