#nullable enable
using System;

namespace Quartz.Kernel;

/// <summary>Memory for a device: a struct, so that every copy stands for the same memory, and only the one that is freed is cleared.</summary>
public struct PinnedBuffer
{
    /// <summary>False for what could not be allocated, and after the free.</summary>
    public readonly bool IsValid => BusAddress != 0;

    public ulong BusAddress { get; private set; }

    public IntPtr Virtual { get; private set; }

    public uint Size { get; private set; }

    public readonly void CopyFrom(ReadOnlySpan<byte> source) => throw new NotSupportedException();

    public readonly void CopyTo(Span<byte> destination) => throw new NotSupportedException();

    public readonly uint ReadUInt32(uint offset) => throw new NotSupportedException();

    public readonly void WriteUInt32(uint offset, uint value) => throw new NotSupportedException();
}

public static class Pinned
{
    public static PinnedBuffer Allocate(uint size) => throw new NotSupportedException();

    /// <summary>Frees the memory and clears <paramref name="buffer"/>; does nothing where it is clear.</summary>
    public static void Free(ref PinnedBuffer buffer) => throw new NotSupportedException();
}

/// <summary>A loan of memory to a device for one transfer.</summary>
public struct Loan
{
    public readonly bool IsValid => BusAddress != 0;

    public ulong BusAddress { get; private set; }

    public static Loan ToDevice(PinnedBuffer buffer, uint size) => throw new NotSupportedException();

    public static Loan FromDevice(PinnedBuffer buffer, uint size) => throw new NotSupportedException();

    /// <summary>Either way, as the caller says.</summary>
    public static Loan Of(PinnedBuffer buffer, uint size, bool deviceWrites) => throw new NotSupportedException();

    public readonly void FlushForDevice(uint size) => throw new NotSupportedException();

    public readonly void InvalidateForCpu(uint size) => throw new NotSupportedException();

    /// <summary>Ends the loan. Twice is an error.</summary>
    public static void End(ref Loan loan) => throw new NotSupportedException();
}

public interface IRegisters
{
    /// <summary>False where the platform cannot give the device so many bits of address.</summary>
    bool SetReach(int bits);

    void Write(int register, ulong value);

    bool WaitIdle(int milliseconds);

    /// <exception cref="TimeoutException">The device is not idle yet.</exception>
    void AwaitIdle(int milliseconds);

    void Reset();
}
