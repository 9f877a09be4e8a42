using Acme.Fpga;

namespace Drivers;

/// <summary>A driver that does not look at what the library returns, and forgets an unmap.</summary>
public static class Driver
{
    public static bool Send(nint device, nint memory, bool abort)
    {
        ulong bus = Native.Map(device, memory, 4096, Dir.HostToCard);
        if (bus == 0 || abort)
            return false;
        Native.Unmap(device, bus);
        return true;
    }

    public static void Receive(nint device, nint memory)
    {
        ulong bus = Native.Map(device, memory, 4096, Dir.CardToHost);
        Native.Unmap(device, bus);
    }
}
