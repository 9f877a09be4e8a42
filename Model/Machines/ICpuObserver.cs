namespace XenDma.Machines;

/// <summary>Sees what the CPU does with guest memory through <see cref="GuestBuffer"/>'s indexer, Read, Write and Fill, before it happens. What
/// goes through a span is not seen.</summary>
public interface ICpuObserver
{
    /// <summary>The CPU is about to read.</summary>
    /// <param name="address">The guest address of the first byte.</param>
    /// <param name="size">The bytes.</param>
    void OnRead(PhysAddr address, int size);

    /// <summary>The CPU is about to write.</summary>
    /// <param name="address">The guest address of the first byte.</param>
    /// <param name="size">The bytes.</param>
    void OnWrite(PhysAddr address, int size);
}
