using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.Nvme;

/// <summary>A submission entry, 64 bytes, little-endian.</summary>
/// <param name="Opcode">One of the constants.</param>
/// <param name="NamespaceId">The namespace; 0 = none.</param>
/// <param name="Prp1">The first physical region page.</param>
/// <param name="Prp2">The second one, or the list of all that follow.</param>
/// <param name="Low">Command doublewords 10 and 11.</param>
/// <param name="High">Command doublewords 12 and 13.</param>
public readonly record struct NvmeCommand(byte Opcode, uint NamespaceId, DmaAddr Prp1, DmaAddr Prp2, ulong Low, ulong High)
{
    /// <summary>The bytes of an entry.</summary>
    public const int Size = 64;

    /// <summary>Admin: creates an I/O submission queue.</summary>
    public const byte CreateSubmission = 0x01;

    /// <summary>Admin: creates an I/O completion queue.</summary>
    public const byte CreateCompletion = 0x05;

    /// <summary>Admin: fills a page with what the controller, or a namespace, is.</summary>
    public const byte Identify = 0x06;

    /// <summary>Admin: ends a command early, if it can.</summary>
    public const byte Abort = 0x08;

    /// <summary>I/O: writes blocks.</summary>
    public const byte Write = 0x01;

    /// <summary>I/O: reads blocks.</summary>
    public const byte Read = 0x02;

    /// <summary>The page of <see cref="Identify"/> that tells of the controller (CNS).</summary>
    public const ulong OfController = 1;

    /// <summary>The page of <see cref="Identify"/> that tells of a namespace (CNS).</summary>
    public const ulong OfNamespace = 0;

    /// <summary>Reads or writes blocks.</summary>
    public static NvmeCommand Move(bool isWrite, uint space, PrpList prps, ulong block, uint count)
    {
        ArgumentNullException.ThrowIfNull(prps);
        return new NvmeCommand(isWrite ? Write : Read, space, prps.First, prps.Second, block, count - 1);
    }

    /// <summary>Ends a command early.</summary>
    public static NvmeCommand ToAbort(int queue, int id) => new(Abort, 0, default, default, ((ulong)id << 16) | (ushort)queue, 0);

    /// <summary>Puts the entry into a queue.</summary>
    public void Store(Span<byte> entry, ushort id)
    {
        entry[..Size].Clear();
        entry[0] = Opcode;
        WriteUInt16LittleEndian(entry[2..], id);
        WriteUInt32LittleEndian(entry[4..], NamespaceId);
        WriteUInt64LittleEndian(entry[24..], Prp1.Value);
        WriteUInt64LittleEndian(entry[32..], Prp2.Value);
        WriteUInt64LittleEndian(entry[40..], Low);
        WriteUInt64LittleEndian(entry[48..], High);
    }

    /// <summary>Takes an entry out of a queue.</summary>
    public static NvmeCommand Load(ReadOnlySpan<byte> entry, out ushort id)
    {
        id = ReadUInt16LittleEndian(entry[2..]);
        return new NvmeCommand(
            entry[0],
            ReadUInt32LittleEndian(entry[4..]),
            new DmaAddr(ReadUInt64LittleEndian(entry[24..])),
            new DmaAddr(ReadUInt64LittleEndian(entry[32..])),
            ReadUInt64LittleEndian(entry[40..]),
            ReadUInt64LittleEndian(entry[48..]));
    }
}
