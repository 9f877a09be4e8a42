// clean: a USB host controller: transfer descriptors as objects, linked lists, cancel and giveback.
using System;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Cases.CleanUsb;

public abstract class Transfer
{
    public required GuestBuffer Data { get; init; }
    public bool In { get; init; }
    public DmaAddr Bus { get; private set; }
    public bool IsMapped { get; private set; }
    public Action<Transfer, int>? Completed { get; set; }

    public bool Map(Device dev)
    {
        if (IsMapped)
            return true;
        var bus = dev.MapSingle(Data, Data.Length, In ? DmaDirection.FromDevice : DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        Bus = bus;
        IsMapped = true;
        return true;
    }

    public void Unmap(Device dev)
    {
        if (!IsMapped)
            return;
        IsMapped = false;
        dev.UnmapSingle(Bus, Data.Length, In ? DmaDirection.FromDevice : DmaDirection.ToDevice);
    }

    public abstract int Priority { get; }
}

public interface IHost
{
    int Start(ulong setup, ulong data, int length, bool isIn);
    void Cancel(int handle);
}

public sealed class Controller(Device dev, IHost host)
{
    private readonly LinkedList<Transfer> _waiting = new();
    private readonly Dictionary<int, Transfer> _running = new();

    public bool Submit(Transfer transfer)
    {
        if (!transfer.Map(dev))
            return false;
        _waiting.AddLast(transfer);
        Pump();
        return true;
    }

    private void Pump()
    {
        while (_running.Count < 4 && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            int handle = host.Start(0, first.Value.Bus.Value, first.Value.Data.Length, first.Value.In);
            if (handle < 0)
            {
                Finish(first.Value, handle);
                continue;
            }
            _running[handle] = first.Value;
        }
    }

    public void OnDone(int handle, int status)
    {
        if (!_running.Remove(handle, out var transfer))
            return;
        Finish(transfer, status);
        Pump();
    }

    private void Finish(Transfer transfer, int status)
    {
        transfer.Unmap(dev);
        transfer.Completed?.Invoke(transfer, status);
    }

    public void CancelAll()
    {
        foreach (int handle in _running.Keys.ToArray())
        {
            host.Cancel(handle);
            OnDone(handle, -1);
        }
        while (_waiting.Last is { } last)
        {
            _waiting.RemoveLast();
            Finish(last.Value, -1);
        }
    }

    public int Control(GuestBuffer setup, GuestBuffer? data, bool isIn)
    {
        var setupBus = dev.MapSingle(setup, 8, DmaDirection.ToDevice);
        if (dev.MappingError(setupBus))
            return -12;
        DmaAddr dataBus = default;
        int length = 0;
        var direction = isIn ? DmaDirection.FromDevice : DmaDirection.ToDevice;
        if (data is not null)
        {
            length = data.Length;
            dataBus = dev.MapSingle(data, length, direction);
            if (dev.MappingError(dataBus))
            {
                dev.UnmapSingle(setupBus, 8, DmaDirection.ToDevice);
                return -12;
            }
        }
        int result = host.Start(setupBus.Value, dataBus.Value, length, isIn);
        if (data is not null)
            dev.UnmapSingle(dataBus, length, direction);
        dev.UnmapSingle(setupBus, 8, DmaDirection.ToDevice);
        return result;
    }
}
