// clean: ring state in structs by value, arrays of arrays, callbacks with state objects, coherent memory in lists, rollback stacks.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanIdioms3;

public interface IEngine
{
    void Begin(ulong address, int length, Action<object?, int> completed, object? state);
    bool Poll();
}

public struct Cursor
{
    public int Head;
    public int Tail;
    public readonly bool IsEmpty => Head == Tail;
}

public sealed class Context
{
    public DmaAddr Bus;
    public int Length;
    public TaskCompletionSource<int>? Done;
}

public sealed class Engine(Device dev, IEngine engine)
{
    private readonly DmaAddr[][] _rows = [new DmaAddr[4], new DmaAddr[4]];
    private readonly List<(GuestBuffer Memory, DmaAddr Bus)> _blocks = [];
    private Cursor _cursor;

    public bool Blocks(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (dev.AllocCoherent(4096, out var bus) is not { } memory)
            {
                FreeBlocks();
                return false;
            }
            _blocks.Add((memory, bus));
        }
        return true;
    }

    public void FreeBlocks()
    {
        foreach (var (memory, bus) in _blocks)
            dev.FreeCoherent(4096, memory, bus);
        _blocks.Clear();
    }

    public Task<int> Begin(GuestBuffer buffer)
    {
        var bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return Task.FromResult(-12);
        var context = new Context { Bus = bus, Length = buffer.Length, Done = new() };
        engine.Begin(bus.Value, buffer.Length, Completed, context);
        return context.Done.Task;
    }

    private void Completed(object? state, int status)
    {
        if (state is not Context { Done: { } done } context)
            return;
        dev.UnmapSingle(context.Bus, context.Length, DmaDirection.ToDevice);
        done.SetResult(status);
    }

    public bool Rollback(GuestBuffer[] buffers)
    {
        var undo = new Stack<Action>();
        foreach (var buffer in buffers)
        {
            var bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
            if (dev.MappingError(bus))
            {
                while (undo.TryPop(out var action))
                    action();
                return false;
            }
            int length = buffer.Length;
            undo.Push(() => dev.UnmapSingle(bus, length, DmaDirection.ToDevice));
        }
        bool ok = engine.Poll();
        foreach (var action in undo)
            action();
        return ok;
    }

    public bool Row(int row, GuestBuffer[] cells)
    {
        var bus = _rows[row];
        for (int i = 0; i < bus.Length; i++)
        {
            var one = dev.MapSingle(cells[i], 16, DmaDirection.FromDevice);
            if (dev.MappingError(one))
            {
                while (--i >= 0)
                    dev.UnmapSingle(bus[i], 16, DmaDirection.FromDevice);
                return false;
            }
            bus[i] = one;
        }
        _cursor.Head++;
        return true;
    }

    public void EndRow(int row)
    {
        if (_cursor.IsEmpty)
            return;
        foreach (var one in _rows[row])
            dev.UnmapSingle(one, 16, DmaDirection.FromDevice);
        _cursor.Tail++;
    }

    public async Task<int> AllAsync(IReadOnlyList<GuestBuffer> buffers)
    {
        var mapped = new (DmaAddr Bus, int Length)[buffers.Count];
        int count = 0;
        try
        {
            for (; count < buffers.Count; count++)
            {
                var bus = dev.MapSingle(buffers[count], buffers[count].Length, DmaDirection.ToDevice);
                if (dev.MappingError(bus))
                    throw new InvalidOperationException("map");
                mapped[count] = (bus, buffers[count].Length);
            }
            while (!engine.Poll())
                await Task.Delay(1);
            return count;
        }
        finally
        {
            for (int i = 0; i < count; i++)
                dev.UnmapSingle(mapped[i].Bus, mapped[i].Length, DmaDirection.ToDevice);
        }
    }

    public bool Ternary(GuestBuffer? header, GuestBuffer body)
    {
        var bus = header is not null ? dev.MapSingle(header, 64, DmaDirection.ToDevice) : dev.MapSingle(body, 64, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        bool ok = engine.Poll() && header is null;
        dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        return ok;
    }
}
