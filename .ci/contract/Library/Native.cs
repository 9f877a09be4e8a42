using System;

namespace Acme.Fpga;

/// <summary>What a driver sees of the library.</summary>
public static class Native
{
    public static ulong Map(nint device, nint memory, ulong bytes, int direction) => throw new NotSupportedException();

    public static int Unmap(nint device, ulong bus) => throw new NotSupportedException();
}

public static class Dir
{
    public const int HostToCard = 1;
    public const int CardToHost = 2;
}
