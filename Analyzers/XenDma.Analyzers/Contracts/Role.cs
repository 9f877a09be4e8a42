namespace XenDma.Analyzers.Contracts;

/// <summary>What a method does to a mapping. Read from an attribute by member name, so the numbers of a library's own copy do not matter.</summary>
internal enum Role
{
    None,
    Map,
    Unmap,
    MapSg,
    UnmapSg,
    SyncForCpu,
    SyncForDevice,
    SyncSgForCpu,
    SyncSgForDevice,
    MappingError,
    Alloc,
    Free,
    DeviceAccess,
    Submit,
    Wait,
    Stop,
    SetMask,
}
