// clean: a receive ring that an interrupt drains; slots are a record struct in an array, refilled by a local function.
#nullable enable
using System;
using System.Threading;
using XenDma;

namespace Drivers.Irq;

public interface IRingPort
{
    [DmaContract(DmaRole.Submit)] void Post(int slot, DmaAddr address, int bytes);
    bool TryComplete(out int slot, out int bytes);
    [DmaContract(DmaRole.Stop)] void Halt();
}

public sealed class IrqRing(Device dev, IRingPort port, GuestBuffer[] pages, Action<ReadOnlyMemory<byte>> deliver)
{
    private const int Bytes = 2048;
    private readonly Slot[] _slots = new Slot[64];
    private int _pending;

    private record struct Slot(GuestBuffer? Buffer, DmaAddr Address, bool Armed);

    public int Fill()
    {
        int armed = 0;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (TryArm(i, pages[i]))
                armed++;
        }
        return armed;

        bool TryArm(int index, GuestBuffer buffer)
        {
            DmaAddr address = dev.MapSingle(buffer, Bytes, DmaDirection.FromDevice);
            if (dev.MappingError(address))
                return false;
            _slots[index] = new Slot(buffer, address, true);
            port.Post(index, address, Bytes);
            return true;
        }
    }

    public void OnInterrupt() => Interlocked.Increment(ref _pending);

    public int Poll(int budget)
    {
        int done = 0;
        while (done < budget && port.TryComplete(out int slot, out int bytes))
        {
            if ((uint)slot >= (uint)_slots.Length || bytes is < 0 or > Bytes)
                continue;
            ref Slot entry = ref _slots[slot];
            if (!entry.Armed || entry.Buffer is not { } buffer)
                continue;
            dev.SyncSingleForCpu(entry.Address, Bytes, DmaDirection.FromDevice);
            byte[] copy = new byte[bytes];
            buffer.Read(0, copy);
            deliver(copy);
            dev.SyncSingleForDevice(entry.Address, Bytes, DmaDirection.FromDevice);
            port.Post(slot, entry.Address, Bytes);
            done++;
        }
        Interlocked.Add(ref _pending, -done);
        return done;
    }

    public void Close()
    {
        port.Halt();
        foreach (ref Slot entry in _slots.AsSpan())
        {
            if (!entry.Armed)
                continue;
            dev.UnmapSingle(entry.Address, Bytes, DmaDirection.FromDevice);
            entry = default;
        }
    }
}
