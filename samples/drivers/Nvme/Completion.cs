using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.Nvme;

/// <summary>A completion entry, 16 bytes, little-endian.</summary>
/// <param name="Result">Doubleword 0, whose meaning is the command's.</param>
/// <param name="SubmissionHead">How far the controller has read the submission queue.</param>
/// <param name="Id">The command's.</param>
/// <param name="Status">0 = success; else one of the constants or another code.</param>
public readonly record struct Completion(uint Result, ushort SubmissionHead, ushort Id, ushort Status)
{
    /// <summary>The bytes of an entry.</summary>
    public const int Size = 16;

    /// <summary>Where id, phase and status lie, which the controller writes last.</summary>
    public const int LastOffset = 12;

    /// <summary>Status: something went wrong in the controller; it may be tried again.</summary>
    public const ushort InternalError = 0x06;

    /// <summary>Status: the command was aborted.</summary>
    public const ushort Aborted = 0x07;

    /// <summary>Status: a physical region page that is not the first begins within a page.</summary>
    public const ushort PrpOffsetInvalid = 0x13;

    /// <summary>Status: a field of the command makes no sense.</summary>
    public const ushort InvalidField = 0x02;

    /// <summary>Status: blocks beyond the end.</summary>
    public const ushort OutOfRange = 0x80;

    /// <summary>The phase tag, which turns over with each round of the queue: it tells a new entry from that of the round before.</summary>
    public static bool Phase(ReadOnlySpan<byte> entry) => (entry[14] & 1) != 0;

    /// <summary>Puts an entry into a queue.</summary>
    public void Store(Span<byte> entry, bool phase)
    {
        WriteUInt32LittleEndian(entry, Result);
        WriteUInt32LittleEndian(entry[4..], 0);
        WriteUInt32LittleEndian(entry[8..], SubmissionHead);
        WriteUInt16LittleEndian(entry[LastOffset..], Id);
        WriteUInt16LittleEndian(entry[14..], (ushort)((Status << 1) | (phase ? 1 : 0)));
    }

    /// <summary>Takes an entry out of a queue.</summary>
    public static Completion Load(ReadOnlySpan<byte> entry) => new(
        ReadUInt32LittleEndian(entry),
        ReadUInt16LittleEndian(entry[8..]),
        ReadUInt16LittleEndian(entry[LastOffset..]),
        (ushort)(ReadUInt16LittleEndian(entry[14..]) >> 1));
}
