namespace XenDma;

/// <summary>What a kernel may tell of its dispatch beside the ops: who serves a device.</summary>
public interface IDispatchInspection
{
    /// <summary>Xen's ops.</summary>
    IDmaOps XenOps { get; }

    /// <summary>The ops that serve a device; null = no device.</summary>
    IDmaOps OpsOf(Device? device);

    /// <summary>The device's own ops, for Xen's to call.</summary>
    IDmaOps NativeOpsOf(Device device);
}
