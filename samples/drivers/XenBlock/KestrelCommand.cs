using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.XenBlock;

/// <summary>What a command does.</summary>
public enum KestrelOpcode
{
    /// <summary>Sectors to memory.</summary>
    Read = 1,

    /// <summary>Memory to sectors.</summary>
    Write = 2,

    /// <summary>Memory to sectors, and what they held before to the same memory.</summary>
    Exchange = 3,
}

/// <summary>A command of the table, 32 bytes, little-endian.</summary>
/// <param name="Opcode">What it does.</param>
/// <param name="Sector">The first sector.</param>
/// <param name="Count">The number of sectors.</param>
/// <param name="Descriptors">The bus address of its region descriptors.</param>
/// <param name="DescriptorCount">The number of them.</param>
public readonly record struct KestrelCommand(KestrelOpcode Opcode, uint Sector, uint Count, uint Descriptors, uint DescriptorCount)
{
    /// <summary>The bytes of a command.</summary>
    public const int Size = 32;

    /// <summary>The commands of the table.</summary>
    public const int Slots = 16;

    /// <summary>The bytes of a sector.</summary>
    public const int SectorSize = 512;

    /// <summary>Where the status lies, which the controller writes when it is done.</summary>
    public const int StatusOffset = 28;

    /// <summary>Status: not done.</summary>
    public const uint Pending = 0;

    /// <summary>Status: done.</summary>
    public const uint Done = 1;

    /// <summary>Status: failed before anything was moved.</summary>
    public const uint Failed = 2;

    /// <summary>Puts the command into the table, not done.</summary>
    public void Store(Span<byte> entry)
    {
        entry[..Size].Clear();
        WriteUInt32LittleEndian(entry, (uint)Opcode);
        WriteUInt32LittleEndian(entry[4..], Sector);
        WriteUInt32LittleEndian(entry[8..], Count);
        WriteUInt32LittleEndian(entry[12..], Descriptors);
        WriteUInt32LittleEndian(entry[16..], DescriptorCount);
    }

    /// <summary>Takes a command out of the table.</summary>
    public static KestrelCommand Load(ReadOnlySpan<byte> entry) => new(
        (KestrelOpcode)ReadUInt32LittleEndian(entry),
        ReadUInt32LittleEndian(entry[4..]),
        ReadUInt32LittleEndian(entry[8..]),
        ReadUInt32LittleEndian(entry[12..]),
        ReadUInt32LittleEndian(entry[16..]));

    /// <summary>A command's status.</summary>
    public static uint Status(ReadOnlySpan<byte> entry) => ReadUInt32LittleEndian(entry[StatusOffset..]);
}
