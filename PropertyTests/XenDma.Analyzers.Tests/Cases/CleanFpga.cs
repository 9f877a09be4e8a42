// clean: an FPGA card: owned mappings in collections, using declarations, ownership given to a job object.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanFpga;

public interface ICard
{
    Task<bool> RunAsync(ulong source, ulong target, int length);
    int Version { get; }
}

public sealed class Job([DmaOwned] DmaMapping source, [DmaOwned] DmaMapping target) : IDisposable
{
    public DmaMapping Source { get; } = source;
    public DmaMapping Target { get; } = target;

    public void Dispose()
    {
        Source.Dispose();
        Target.Dispose();
    }
}

public sealed class Card(Device dev, ICard card) : IAsyncDisposable
{
    private readonly List<DmaMapping> _pinned = [];

    public Job Prepare(GuestBuffer source, GuestBuffer target)
    {
        var from = dev.Map(source, DmaDirection.ToDevice);
        DmaMapping to;
        try
        {
            to = dev.Map(target, DmaDirection.FromDevice);
        }
        catch
        {
            from.Dispose();
            throw;
        }
        return new Job(from, to);
    }

    public async Task<bool> RunAsync(GuestBuffer source, GuestBuffer target)
    {
        using var job = Prepare(source, target);
        job.Source.SyncForDevice();
        if (!await card.RunAsync(job.Source.Address.Value, job.Target.Address.Value, job.Source.Length))
            return false;
        job.Target.SyncForCpu();
        return true;
    }

    public async Task<int> ManyAsync(IEnumerable<(GuestBuffer Source, GuestBuffer Target)> work)
    {
        int done = 0;
        foreach (var (source, target) in work)
        {
            await using var cleanup = new Cleanup();
            using var from = dev.Map(source, DmaDirection.ToDevice);
            using var to = dev.Map(target, DmaDirection.FromDevice);
            if (await card.RunAsync(from.Address.Value, to.Address.Value, Math.Min(from.Length, to.Length)))
                done++;
        }
        return done;
    }

    private sealed class Cleanup : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }

    public ulong Pin(GuestBuffer buffer)
    {
        var mapping = dev.Map(buffer, DmaDirection.Bidirectional);
        _pinned.Add(mapping);
        return mapping.Address.Value;
    }

    public bool TryBorrow(GuestBuffer buffer, out DmaMapping? mapping)
    {
        mapping = null;
        if (card.Version < 2)
            return false;
        try
        {
            mapping = dev.Map(buffer, DmaDirection.ToDevice);
            return true;
        }
        catch (DmaMappingException e) when (e.Message.Length > 0)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var mapping in _pinned)
            mapping.Dispose();
        _pinned.Clear();
        return ValueTask.CompletedTask;
    }
}
