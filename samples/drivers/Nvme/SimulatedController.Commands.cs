using System;
using System.Buffers.Binary;

namespace XenDma.Samples.Nvme;

public sealed partial class SimulatedController
{
    private const int BlockShift = 9;
    private const byte MaxTransferOrder = 10;

    private void Carry(int queue, in NvmeCommand command, ushort id)
    {
        if (queue == 0)
        {
            uint result = 0;
            ushort status = Administer(command, ref result);
            Complete(queue, id, status, result);
        }
        else if (Stuck > 0)
        {
            Stuck--;
            _stuck.Add((queue, id, command));
        }
        else if (Failing > 0)
        {
            Failing--;
            Complete(queue, id, Completion.InternalError);
        }
        else
        {
            Complete(queue, id, Move(command));
        }
    }

    private ushort Administer(in NvmeCommand command, ref uint result)
    {
        int queue = (int)(command.Low & 0xFFFF), depth = (int)((command.Low >> 16) & 0xFFFF) + 1;
        switch (command.Opcode)
        {
            case NvmeCommand.CreateCompletion:
                _completion[queue] = new Ring(command.Prp1, depth, 0);
                return 0;
            case NvmeCommand.CreateSubmission:
                _submission[queue] = new Ring(command.Prp1, depth, (int)(command.Low >> 48));
                return 0;
            case NvmeCommand.Identify:
                return Identify(command);
            case NvmeCommand.Abort:
                result = TryAbort(queue, (ushort)(command.Low >> 16)) ? 0u : 1u;
                return 0;
            default:
                return Completion.InvalidField;
        }
    }

    private ushort Identify(in NvmeCommand command)
    {
        var page = new byte[PrpList.PageSize];
        if (command.Low == NvmeCommand.OfController)
        {
            page[NvmeGeometry.MaxTransferAt] = MaxTransferOrder;
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(page, (ulong)disk.Length >> BlockShift);
            page[NvmeGeometry.BlockShiftAt] = BlockShift;
        }

        return Exchange(command, page, isWrite: false);
    }

    private bool TryAbort(int queue, ushort id)
    {
        int at = CanAbort ? _stuck.FindIndex(stuck => stuck.Queue == queue && stuck.Id == id) : -1;
        if (at < 0) return false;
        _stuck.RemoveAt(at);
        Complete(queue, id, Completion.Aborted);
        return true;
    }

    /// <summary>Reads or writes blocks.</summary>
    /// <returns>The status.</returns>
    private ushort Move(in NvmeCommand command)
    {
        ulong first = command.Low, count = (command.High & 0xFFFF) + 1, blocks = (ulong)disk.Length >> BlockShift;
        if (command.Opcode is not (NvmeCommand.Read or NvmeCommand.Write) || command.NamespaceId != 1) return Completion.InvalidField;
        if (first >= blocks || count > blocks - first) return Completion.OutOfRange;
        Span<byte> data = disk.AsSpan((int)(first << BlockShift), (int)(count << BlockShift));
        if (data.Length > PrpList.PageSize << MaxTransferOrder) return Completion.InvalidField;
        return Exchange(command, data, command.Opcode == NvmeCommand.Write);
    }
}
