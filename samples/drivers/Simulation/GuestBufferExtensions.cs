using System;

namespace XenDma.Samples.Simulation;

/// <summary>What drivers do with buffers beside mapping them.</summary>
public static class GuestBufferExtensions
{
    /// <summary>The CPU copies a buffer's bytes into another one, up to the end of the shorter (memcpy).</summary>
    public static void CopyTo(this GuestBuffer source, GuestBuffer destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var bytes = new byte[Math.Min(source.Length, destination.Length)];
        source.Read(0, bytes);
        destination.Write(0, bytes);
    }

    /// <summary>The bytes of a buffer.</summary>
    public static byte[] ToArray(this GuestBuffer source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var bytes = new byte[source.Length];
        source.Read(0, bytes);
        return bytes;
    }
}
