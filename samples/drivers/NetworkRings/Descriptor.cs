using System;
using System.Buffers.Binary;

namespace XenDma.Samples.NetworkRings;

/// <summary>A descriptor of either ring, little-endian: a buffer's bus address (8 bytes), a length (4), flags (4).</summary>
/// <remarks>From the driver the length is the buffer's; from the card it is what it received.</remarks>
public static class Descriptor
{
    /// <summary>The bytes of a descriptor.</summary>
    public const int Size = 16;

    /// <summary>Where the part begins that the card writes back: length and flags.</summary>
    public const int StatusOffset = 8;

    /// <summary>Flag: the last descriptor of a frame.</summary>
    public const uint EndOfFrame = 1;

    /// <summary>Flag: the card is done with the descriptor.</summary>
    public const uint Done = 2;

    private const int FlagsOffset = 12;

    /// <summary>Fills a descriptor for the card.</summary>
    public static void Write(Span<byte> descriptor, DmaAddr address, int length, uint flags)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor, address.Value);
        WriteStatus(descriptor[StatusOffset..], (uint)length, flags);
    }

    /// <summary>Writes length and flags.</summary>
    public static void WriteStatus(Span<byte> status, uint length, uint flags)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(status, length);
        BinaryPrimitives.WriteUInt32LittleEndian(status[(FlagsOffset - StatusOffset)..], flags);
    }

    /// <summary>The buffer's bus address.</summary>
    public static DmaAddr Address(ReadOnlySpan<byte> descriptor) => new(BinaryPrimitives.ReadUInt64LittleEndian(descriptor));

    /// <summary>The length.</summary>
    public static uint Length(ReadOnlySpan<byte> descriptor) => BinaryPrimitives.ReadUInt32LittleEndian(descriptor[StatusOffset..]);

    /// <summary>The flags.</summary>
    public static uint Flags(ReadOnlySpan<byte> descriptor) => BinaryPrimitives.ReadUInt32LittleEndian(descriptor[FlagsOffset..]);
}
