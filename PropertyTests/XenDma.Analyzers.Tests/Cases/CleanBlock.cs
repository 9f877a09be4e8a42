// clean: block requests with scatter lists: retry, split, try/finally, result codes, cancellation.
using System;
using System.Threading;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanBlock;

public enum Outcome { Ok, Busy, Error }

public interface IDisk
{
    void Program(int index, ulong address, int length);
    Outcome Run(bool write);
    Task<Outcome> RunAsync(bool write, CancellationToken cancellation);
    void Abort();
}

public sealed class Disk(Device dev, IDisk hw)
{
    private const int Retries = 3;

    public Outcome Submit(ScatterList list, bool write)
    {
        var direction = write ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        int mapped = dev.MapSg(list, list.Count, direction);
        if (mapped == 0)
            return Outcome.Error;
        try
        {
            for (int i = 0; i < mapped; i++)
                hw.Program(i, list.DmaAddressAt(i).Value, list.DmaLengthAt(i));
            for (int attempt = 0; attempt < Retries; attempt++)
            {
                var outcome = hw.Run(write);
                if (outcome != Outcome.Busy)
                    return outcome;
            }
            hw.Abort();
            return Outcome.Busy;
        }
        finally
        {
            dev.UnmapSg(list, list.Count, direction);
        }
    }

    public async Task<Outcome> SubmitAsync(ScatterList list, bool write, CancellationToken cancellation)
    {
        int count = list.Count;
        var direction = write switch { true => DmaDirection.ToDevice, false => DmaDirection.FromDevice };
        int mapped = dev.MapSg(list, count, direction);
        if (mapped <= 0)
            return Outcome.Error;
        Outcome outcome;
        try
        {
            int at = 0;
            while (at < mapped)
            {
                hw.Program(at, list.DmaAddressAt(at).Value, list.DmaLengthAt(at));
                at++;
            }
            outcome = await hw.RunAsync(write, cancellation);
        }
        catch (OperationCanceledException)
        {
            hw.Abort();
            outcome = Outcome.Error;
        }
        dev.UnmapSg(list, count, direction);
        return outcome;
    }

    public bool ReadSectors(GuestBuffer target, int sectors)
    {
        int left = sectors;
        int offset = 0;
        while (left > 0)
        {
            int now = Math.Min(left, 8);
            int bytes = now * 512;
            var bus = dev.MapSingle(target.Slice(offset, bytes), bytes, DmaDirection.FromDevice);
            if (dev.MappingError(bus))
                return false;
            hw.Program(0, bus.Value, bytes);
            var outcome = hw.Run(write: false);
            dev.UnmapSingle(bus, bytes, DmaDirection.FromDevice);
            switch (outcome)
            {
                case Outcome.Busy:
                    continue;
                case Outcome.Error:
                    return false;
            }
            left -= now;
            offset += bytes;
        }
        return true;
    }

    public int Verify(GuestBuffer[] blocks)
    {
        int bad = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            if (!TryMap(blocks[i], out var bus))
            {
                bad++;
                continue;
            }
            hw.Program(i, bus.Value, blocks[i].Length);
            if (hw.Run(write: false) is not Outcome.Ok)
                bad++;
            Unmap(bus, blocks[i]);
        }
        return bad;
    }

    private bool TryMap(GuestBuffer block, out DmaAddr bus)
    {
        bus = dev.MapSingle(block, block.Length, DmaDirection.FromDevice);
        if (!dev.MappingError(bus))
            return true;
        bus = default;
        return false;
    }

    private void Unmap(DmaAddr bus, GuestBuffer block) => dev.UnmapSingle(bus, block.Length, DmaDirection.FromDevice);
}
