namespace XenDma;

/// <summary>What an implementation may tell of its bounce pool beside the ops, for leak checks.</summary>
public interface IPoolInspection
{
    /// <summary>The slots of the pool that live mappings hold.</summary>
    ulong SlotsInUse { get; }

    /// <summary>Where the pool lies.</summary>
    /// <param name="start">The guest address of its first byte.</param>
    /// <param name="end">The guest address behind its last byte.</param>
    /// <returns>false where there is no pool.</returns>
    bool TryGetPoolRange(out PhysAddr start, out PhysAddr end);

    /// <summary>The largest mapping in bytes that a device can be sure of (max_mapping_size).</summary>
    ulong MaxMappingSize(Device device);
}
