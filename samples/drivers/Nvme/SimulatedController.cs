using System;
using System.Collections.Generic;

namespace XenDma.Samples.Nvme;

/// <summary>A controller with one namespace. It works when time passes, fetches commands and moves data by DMA, and knows registers and bus
/// addresses only, nothing of the guest behind them.</summary>
/// <param name="bus">The bus that the controller drives; it faults on an address beyond the driver's mask.</param>
/// <param name="disk">The namespace's blocks.</param>
public sealed partial class SimulatedController(BusMaster bus, byte[] disk) : INvmeRegisters
{
    private const int CommandsOfTick = 4;
    private const int TicksToReady = 3;

    private readonly Dictionary<int, Ring> _submission = [];
    private readonly Dictionary<int, Ring> _completion = [];
    private readonly List<(int Queue, ushort Id, NvmeCommand Command)> _stuck = [];
    private readonly Dictionary<int, ulong> _registers = [];
    private int _settling;

    /// <summary>How many of the next I/O commands get stuck: their data moves again and again, and they never end.</summary>
    public int Stuck { get; set; }

    /// <summary>How many of the next I/O commands fail.</summary>
    public int Failing { get; set; }

    /// <summary>Whether commands that are stuck can be aborted.</summary>
    public bool CanAbort { get; set; } = true;

    /// <summary>Whether the controller, once told to be disabled, never says that it is.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Lists of physical region pages that went on in another page.</summary>
    public int ListPages { get; private set; }

    private bool IsReady => this[NvmeRegister.Status] == NvmeRegister.Ready;

    private ulong this[int register]
    {
        get => _registers.GetValueOrDefault(register);
        set => _registers[register] = value;
    }

    /// <inheritdoc/>
    public ulong Read(int offset) => this[offset];

    /// <inheritdoc/>
    public void Write(int offset, ulong value)
    {
        this[offset] = value;
        if (offset == NvmeRegister.Configuration) _settling = TicksToReady;

        // The bells of a controller that is off ring in vain.
        if (offset < NvmeRegister.Doorbells || !IsReady) return;
        int queue = (offset - NvmeRegister.Doorbells) / 8;
        Ring ring = ((offset & 4) == 0 ? _submission : _completion)[queue];
        if (value >= (ulong)ring.Depth) throw new InvalidOperationException($"doorbell 0x{offset:x} of a queue of {ring.Depth} entries was rung with {value}");
        ring.DriversEnd = (int)value;
    }

    /// <inheritdoc/>
    public void ResetFunction()
    {
        Forget();
        _registers.Clear();
        IsDeaf = false;
    }

    /// <summary>A little time passes.</summary>
    public void Work()
    {
        if (_settling > 0 && --_settling == 0) Settle();
        if (!IsReady) return;
        foreach ((_, _, NvmeCommand command) in _stuck) Move(command);
        int left = CommandsOfTick;
        foreach (int queue in new List<int>(_submission.Keys))
        {
            while (left > 0 && IsReady && TryFetch(queue, out NvmeCommand command, out ushort id))
            {
                left--;
                Carry(queue, command, id);
            }
        }
    }

    private void Settle()
    {
        bool enables = (this[NvmeRegister.Configuration] & NvmeRegister.Enable) != 0;
        if (!enables && IsDeaf) return;
        Forget();
        if (!enables) return;
        this[NvmeRegister.Status] = NvmeRegister.Ready;
        ulong depths = this[NvmeRegister.AdminDepths];
        _submission[0] = new Ring(new DmaAddr(this[NvmeRegister.AdminSubmission]), (int)(depths & 0xFFF) + 1, 0);
        _completion[0] = new Ring(new DmaAddr(this[NvmeRegister.AdminCompletion]), (int)(depths >> 16) + 1, 0);
    }

    private void Forget()
    {
        _submission.Clear();
        _completion.Clear();
        _stuck.Clear();
        this[NvmeRegister.Status] = 0;
    }

    private bool TryFetch(int queue, out NvmeCommand command, out ushort id)
    {
        Ring ring = _submission[queue];
        command = default;
        id = 0;
        if (ring.At == ring.DriversEnd) return false;
        Span<byte> entry = stackalloc byte[NvmeCommand.Size];
        bus.Read(ring.Bus + (ulong)(ring.At * NvmeCommand.Size), entry);
        command = NvmeCommand.Load(entry, out id);
        ring.At = (ring.At + 1) % ring.Depth;
        return true;
    }

    private void Complete(int queue, ushort id, ushort status, uint result = 0)
    {
        Ring submission = _submission[queue], ring = _completion[submission.CompletesOn];
        int next = (ring.At + 1) % ring.Depth;
        if (next == ring.DriversEnd) throw new InvalidOperationException($"completion queue {submission.CompletesOn} overflows");
        Span<byte> entry = stackalloc byte[Completion.Size];
        new Completion(result, (ushort)submission.At, id, status).Store(entry, ring.Phase);
        DmaAddr at = ring.Bus + (ulong)(ring.At * Completion.Size);
        bus.Write(at, entry[..Completion.LastOffset]);

        // The phase last: with it the driver takes the entry.
        bus.Write(at + Completion.LastOffset, entry[Completion.LastOffset..]);
        ring.At = next;
        if (next == 0) ring.Phase = !ring.Phase;
    }

    /// <summary>A queue as the controller sees it.</summary>
    private sealed class Ring(DmaAddr bus, int depth, int completesOn)
    {
        internal DmaAddr Bus { get; } = bus;

        internal int Depth { get; } = depth;

        internal int CompletesOn { get; } = completesOn;

        internal int At { get; set; }

        internal int DriversEnd { get; set; }

        internal bool Phase { get; set; } = true;
    }
}
