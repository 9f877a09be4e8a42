using System;

namespace XenDma;

/// <summary>The part that a method plays in the life of a DMA mapping.</summary>
public enum DmaRole
{
    /// <summary>Maps memory for a device and gives its address.</summary>
    Map,

    /// <summary>Ends a mapping.</summary>
    Unmap,

    /// <summary>Maps a scatter list; gives the number of entries mapped, 0 for failure.</summary>
    MapSg,

    /// <summary>Ends the mapping of a scatter list.</summary>
    UnmapSg,

    /// <summary>Hands a mapping to the CPU.</summary>
    SyncForCpu,

    /// <summary>Hands a mapping to the device.</summary>
    SyncForDevice,

    /// <summary>Hands the mapping of a scatter list to the CPU.</summary>
    SyncSgForCpu,

    /// <summary>Hands the mapping of a scatter list to the device.</summary>
    SyncSgForDevice,

    /// <summary>Tells whether an address stands for a failed mapping.</summary>
    MappingError,

    /// <summary>Allocates coherent memory.</summary>
    Alloc,

    /// <summary>Frees coherent memory.</summary>
    Free,

    /// <summary>The device touches the memory during the call.</summary>
    DeviceAccess,

    /// <summary>The device may touch the memory from this call on, until Wait succeeds or Stop returns.</summary>
    Submit,

    /// <summary>Waits until the device is done; false, or the failure that its contract names, means that it is not.</summary>
    Wait,

    /// <summary>Makes the device stop touching memory.</summary>
    Stop,
}

/// <summary>The part that a parameter plays in a DMA call.</summary>
public enum DmaPart
{
    /// <summary>The device.</summary>
    Device,

    /// <summary>The memory that the CPU sees.</summary>
    Buffer,

    /// <summary>The bus address.</summary>
    Address,

    /// <summary>The size in bytes.</summary>
    Size,

    /// <summary>The direction.</summary>
    Direction,

    /// <summary>The attributes.</summary>
    Attrs,

    /// <summary>The scatter list.</summary>
    List,

    /// <summary>The number of entries of a scatter list.</summary>
    Count,
}

/// <summary>This method plays <paramref name="role"/> in a DMA mapping's life. DeviceAccess: the device touches the memory during the
/// call. Submit: the device may touch it from the call on, until Wait succeeds or Stop returns. Wait: false, or the failure its
/// contract names, means that the device is not done.</summary>
/// <param name="role">The role.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Delegate)]
public sealed class DmaContractAttribute(DmaRole role) : Attribute
{
    /// <summary>The role that the method plays.</summary>
    public DmaRole Role { get; } = role;
}

/// <summary>This parameter is that part of the call. Left out, parts are told by parameter type and name.</summary>
/// <param name="part">The part.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DmaPartAttribute(DmaPart part) : Attribute
{
    /// <summary>The part that the parameter plays.</summary>
    public DmaPart Part { get; } = part;
}

/// <summary>The callee takes the mapping over: it, not the caller, unmaps it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Field | AttributeTargets.Property)]
public sealed class DmaOwnedAttribute : Attribute;

/// <summary>The caller gets a live mapping from this method, and unmaps it.</summary>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter)]
public sealed class DmaMappedAttribute : Attribute;
