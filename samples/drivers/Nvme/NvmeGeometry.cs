using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.Nvme;

/// <summary>What a namespace is, as the controller told.</summary>
/// <param name="Blocks">The number of blocks.</param>
/// <param name="BlockSize">The bytes of a block, 512 to 4096.</param>
/// <param name="MaxTransfer">The most bytes of one command.</param>
public sealed record NvmeGeometry(ulong Blocks, int BlockSize, int MaxTransfer)
{
    /// <summary>The most that the driver asks for in one command: 4 MiB.</summary>
    public const int LargestTransfer = PrpList.PageSize << LargestOrder;

    /// <summary>log2 of the same in pages.</summary>
    public const int LargestOrder = 10;

    /// <summary>Where the controller's page tells log2 of the most pages of a transfer (MDTS).</summary>
    public const int MaxTransferAt = 77;

    /// <summary>Where the namespace's page tells log2 of a block's bytes (LBADS of the first format).</summary>
    public const int BlockShiftAt = 130;

    /// <summary>Whether one command can transfer a buffer: whole blocks, not too many, from a multiple of 4 on.</summary>
    public bool CanTransfer(GuestBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.Length > 0 && buffer.Length % BlockSize == 0 && buffer.Length <= MaxTransfer && (buffer.Address.Value & 3) == 0;
    }

    /// <summary>Reads the pages of Identify, whose every number is checked.</summary>
    /// <returns>null = there is no such namespace that can be used.</returns>
    public static NvmeGeometry? TryRead(ReadOnlySpan<byte> controller, ReadOnlySpan<byte> space)
    {
        int order = controller[MaxTransferAt], shift = space[BlockShiftAt];
        ulong blocks = ReadUInt64LittleEndian(space);
        if (blocks == 0 || shift is < 9 or > 12) return null;

        // 0 = no limit.
        int pages = order is 0 or > LargestOrder ? LargestOrder : order;
        return new NvmeGeometry(blocks, 1 << shift, PrpList.PageSize << pages);
    }
}
