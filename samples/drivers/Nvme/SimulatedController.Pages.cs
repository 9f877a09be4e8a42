using System;
using System.Buffers.Binary;

namespace XenDma.Samples.Nvme;

public sealed partial class SimulatedController
{
    private const int EntrySize = 8;

    /// <summary>Moves data between the controller and the pages that a command tells of.</summary>
    /// <param name="command">The command.</param>
    /// <param name="data">The controller's side.</param>
    /// <param name="isWrite">Whether the controller reads memory.</param>
    /// <returns>The status.</returns>
    private ushort Exchange(in NvmeCommand command, Span<byte> data, bool isWrite)
    {
        int length = Math.Min(data.Length, Rest(command.Prp1));
        Exchange(command.Prp1, data[..length], isWrite);
        data = data[length..];
        if (data.IsEmpty) return 0;
        return data.Length <= PrpList.PageSize ? Second(command.Prp2, data, isWrite) : Listed(command.Prp2, data, isWrite);
    }

    private ushort Second(DmaAddr page, Span<byte> data, bool isWrite)
    {
        if (Rest(page) != PrpList.PageSize) return Completion.PrpOffsetInvalid;
        Exchange(page, data, isWrite);
        return 0;
    }

    /// <summary>Walks a list. Its last entry in a page leads to the next one where more follows than the entry itself could name.</summary>
    private ushort Listed(DmaAddr list, Span<byte> data, bool isWrite)
    {
        while (!data.IsEmpty)
        {
            bool leadsOn = Rest(list) == EntrySize && data.Length > PrpList.PageSize;
            DmaAddr entry = EntryAt(list);
            if (leadsOn)
            {
                if ((entry.Value & (EntrySize - 1)) != 0) return Completion.PrpOffsetInvalid;
                ListPages++;
                list = entry;
                continue;
            }

            int length = Math.Min(data.Length, PrpList.PageSize);
            ushort status = Second(entry, data[..length], isWrite);
            if (status != 0) return status;
            data = data[length..];
            list += EntrySize;
        }

        return 0;
    }

    private DmaAddr EntryAt(DmaAddr list)
    {
        Span<byte> entry = stackalloc byte[EntrySize];
        bus.Read(list, entry);
        return new DmaAddr(BinaryPrimitives.ReadUInt64LittleEndian(entry));
    }

    private void Exchange(DmaAddr page, Span<byte> data, bool isWrite)
    {
        if (isWrite) bus.Read(page, data);
        else bus.Write(page, data);
    }

    /// <summary>The bytes from an address to the end of its page.</summary>
    private static int Rest(DmaAddr address) => PrpList.PageSize - (int)(address.Value & (PrpList.PageSize - 1));
}
