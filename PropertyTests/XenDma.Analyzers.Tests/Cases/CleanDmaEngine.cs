// clean: a DMA engine's client: prepared copies, interleaved transfers, mapping once and using often, checks in helpers.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanDmaEngine;

public interface IChannel
{
    int Prepare(ulong source, ulong target, int length);
    bool Issue(int cookie);
    Task<bool> WhenDone(int cookie);
    void Terminate();
}

public sealed class Copier(Device dev, IChannel channel)
{
    private bool Map(GuestBuffer buffer, DmaDirection direction, out DmaAddr bus)
    {
        bus = dev.MapSingle(buffer, buffer.Length, direction);
        return !dev.MappingError(bus);
    }

    public async Task<bool> CopyAsync(GuestBuffer source, GuestBuffer target)
    {
        if (source.Length != target.Length)
            throw new ArgumentException("lengths", nameof(target));
        if (!Map(source, DmaDirection.ToDevice, out var from))
            return false;
        if (!Map(target, DmaDirection.FromDevice, out var to))
        {
            dev.UnmapSingle(from, source.Length, DmaDirection.ToDevice);
            return false;
        }
        bool ok = false;
        int cookie = channel.Prepare(from.Value, to.Value, source.Length);
        if (cookie >= 0 && channel.Issue(cookie))
            ok = await channel.WhenDone(cookie).ConfigureAwait(false);
        else
            channel.Terminate();
        dev.UnmapSingle(to, target.Length, DmaDirection.FromDevice);
        dev.UnmapSingle(from, source.Length, DmaDirection.ToDevice);
        return ok;
    }

    public int Fill(GuestBuffer pattern, IEnumerable<GuestBuffer> targets)
    {
        var watch = Stopwatch.StartNew();
        if (!Map(pattern, DmaDirection.ToDevice, out var source))
            return 0;
        int filled = 0;
        foreach (var target in targets)
        {
            if (watch.ElapsedMilliseconds > 100)
                break;
            if (!Map(target, DmaDirection.FromDevice, out var bus))
                continue;
            int cookie = channel.Prepare(source.Value, bus.Value, Math.Min(pattern.Length, target.Length));
            if (cookie >= 0 && channel.Issue(cookie))
                filled++;
            dev.UnmapSingle(bus, target.Length, DmaDirection.FromDevice);
        }
        dev.UnmapSingle(source, pattern.Length, DmaDirection.ToDevice);
        return filled;
    }

    public bool Rows(GuestBuffer image, int rows, int stride, int width, GuestBuffer line)
    {
        var whole = dev.MapSingle(image, rows * stride, DmaDirection.ToDevice);
        if (dev.MappingError(whole))
            return false;
        var target = dev.MapSingle(line, width, DmaDirection.FromDevice);
        if (dev.MappingError(target))
        {
            dev.UnmapSingle(whole, rows * stride, DmaDirection.ToDevice);
            return false;
        }
        bool ok = true;
        for (int row = 0; ok && row < rows; row++)
        {
            ulong at = whole.Value + (ulong)(row * stride);
            int cookie = channel.Prepare(at, target.Value, width);
            ok = cookie >= 0 && channel.Issue(cookie);
            dev.SyncSingleForCpu(target, width, DmaDirection.FromDevice);
            ok &= line[0] != 0xFF;
            dev.SyncSingleForDevice(target, width, DmaDirection.FromDevice);
        }
        dev.UnmapSingle(target, width, DmaDirection.FromDevice);
        dev.UnmapSingle(whole, rows * stride, DmaDirection.ToDevice);
        return ok;
    }

    public bool Exchange(GuestBuffer a, GuestBuffer b, GuestBuffer scratch) =>
        Step(a, scratch) && Step(b, a) && Step(scratch, b);

    private bool Step(GuestBuffer source, GuestBuffer target)
    {
        using var from = dev.Map(source, DmaDirection.ToDevice);
        using var to = dev.Map(target, DmaDirection.FromDevice);
        return channel.Prepare(from.Address.Value, to.Address.Value, from.Length) is >= 0 and var cookie && channel.Issue(cookie);
    }
}
