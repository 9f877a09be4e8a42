namespace XenDma.Machines;

/// <summary>Who gets bytes that the CPU and a device share.</summary>
public enum CacheTurn
{
    /// <summary>The device: at map, and at a sync for the device.</summary>
    ToDevice,

    /// <summary>The CPU: at unmap, and at a sync for the CPU.</summary>
    ToCpu,
}
